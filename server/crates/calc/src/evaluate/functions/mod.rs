//! The functions by name: the library's, and ours beside them.

use std::sync::{Arc, LazyLock};

use formualizer_eval::{
    builtins::load_builtins,
    function::{FnCaps, Function},
    function_registry,
};
use rustc_hash::FxHashMap;

mod arithmetic;
mod bessel;
mod bills;
mod block;
mod calendar;
mod call;
mod conditionals;
mod coupons;
mod criteria;
mod database;
mod dates;
mod days;
mod depreciation;
mod halves;
mod least_squares;
mod letters;
mod lifted;
mod lone;
mod lookups;
mod matrix;
mod notation;
mod order;
mod patterns;
mod ranks;
mod regression;
mod samples;
mod scalars;
mod search;
mod shape;
mod stacks;
mod statistics;
mod units;
mod values;
mod wildcard;

pub(crate) use self::scalars::SCALARS;
pub(super) use self::{
    call::Call,
    criteria::{Criterion, number_in},
    notation::digits,
};

/// What compiling needs to know of a function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traits {
    /// Changes at every recalculation.
    pub volatile: bool,
    /// Reads what only its evaluation tells.
    pub dynamic: bool,
    /// Binds names.
    pub environment: bool,
}

/// All functions that can be called.
pub(crate) struct Functions(FxHashMap<String, Arc<dyn Function>>);

/// The functions, gathered once.
static ALL: LazyLock<Functions> = LazyLock::new(|| {
    load_builtins();
    let all = function_registry::snapshot_registered().into_iter();
    let plain = all.filter(|(namespace, ..)| namespace.is_empty());
    let families = [
        arithmetic::functions,
        bessel::functions,
        bills::functions,
        calendar::functions,
        conditionals::functions,
        coupons::functions,
        database::functions,
        dates::functions,
        days::functions,
        depreciation::functions,
        halves::functions,
        letters::functions,
        lookups::functions,
        notation::functions,
        order::functions,
        patterns::functions,
        ranks::functions,
        regression::functions,
        samples::functions,
        shape::functions,
        stacks::functions,
        statistics::functions,
        units::functions,
    ];
    let ours = families.iter().flat_map(|family| family());
    let dollar = lifted::functions().find(|(name, _)| name == "DOLLAR");
    let dollar = dollar.map(|(_, f)| ("USDOLLAR".to_owned(), f));
    Functions(
        plain
            .map(|(_, name, f)| (name, f))
            .chain(lifted::functions())
            .chain(matrix::functions())
            .chain(ours.map(call::Ours::registered))
            .chain(dollar)
            .collect(),
    )
});

impl Functions {
    pub(crate) fn all() -> &'static Self {
        &ALL
    }

    /// Names of all that are known by their present names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Option<Arc<dyn Function>> {
        match self.0.get(name) {
            Some(f) => Some(f.clone()),
            None => function_registry::get("", name),
        }
    }

    pub(crate) fn traits(&self, name: &str) -> Option<Traits> {
        let caps = self.get(name)?.caps();
        Some(Traits {
            volatile: caps.contains(FnCaps::VOLATILE),
            dynamic: caps.contains(FnCaps::DYNAMIC_DEPENDENCY),
            environment: caps.contains(FnCaps::LOCAL_ENVIRONMENT),
        })
    }
}
