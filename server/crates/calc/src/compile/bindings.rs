//! Names that a formula binds itself: LET, LAMBDA, and functions called by their names alone.

use std::sync::Arc;

use formualizer_parse::parser::{ASTNode, ASTNodeType};

use super::{Compiler, Owner, Use, error};
use daylight_model::content::ErrorCode;

use crate::{
    calls::{canonical, how},
    expression::{Expr, Param},
};

impl Compiler<'_> {
    /// A name that LET or LAMBDA binds here, as it is looked up.
    pub(super) fn bound_name(&self, text: &str) -> Option<Arc<str>> {
        if self.bound.is_empty() {
            return None;
        }
        let name = plain_name(text);
        self.bound.iter().rev().find(|b| ***b == *name).cloned()
    }

    /// The name that an argument of LET or LAMBDA introduces; one in brackets may be left out.
    pub(super) fn introduced(arg: &ASTNode) -> Option<Param> {
        let ASTNodeType::Reference { original, .. } = &arg.node_type else {
            return None;
        };
        let bare = original.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
        let text = bare.unwrap_or(original);
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let named =
            text.starts_with(|c: char| c.is_alphabetic() || c == '_') && text.chars().all(fits);
        named.then(|| Param {
            name: plain_name(text).into(),
            optional: bare.is_some(),
        })
    }

    /// LET: names, what they stand for, and what uses them.
    pub(super) fn bindings(&mut self, args: &[ASTNode], owner: Owner<'_>, usage: Use) -> Expr {
        let Some((body, pairs)) = args.split_last().filter(|(_, p)| p.len().is_multiple_of(2))
        else {
            return error(ErrorCode::Value);
        };
        let whole = Use {
            scalar: false,
            address: false,
            ..usage
        };
        let outer = self.bound.len();
        let mut bindings = vec![];
        for pair in pairs.chunks(2) {
            let Some(Param { name, .. }) = Self::introduced(&pair[0]) else {
                self.bound.truncate(outer);
                return error(ErrorCode::Name);
            };
            let value = self.node(&pair[1], owner, whole);
            self.bound.push(name.clone());
            bindings.push((name, value));
        }
        let body = self.node(body, owner, usage);
        self.bound.truncate(outer);
        Expr::Let(bindings, Box::new(body))
    }

    pub(super) fn lambda(&mut self, args: &[ASTNode], owner: Owner<'_>) -> Expr {
        let Some((body, params)) = args.split_last() else {
            return error(ErrorCode::Value);
        };
        let Some(params) = params
            .iter()
            .map(Self::introduced)
            .collect::<Option<Vec<_>>>()
        else {
            return error(ErrorCode::Value);
        };
        let outer = self.bound.len();
        self.bound.extend(params.iter().map(|p| p.name.clone()));
        let whole = Use {
            scalar: false,
            // The values of a lambda are what it is called with, however old the formula.
            arrays: true,
            address: false,
        };
        let body = self.node(body, owner, whole);
        self.bound.truncate(outer);
        Expr::Lambda(params, Box::new(body))
    }

    /// A function by its name alone, called with so many values.
    pub(super) fn function_name(&mut self, arg: &ASTNode, arity: usize) -> Option<Expr> {
        let Param { name, .. } = Self::introduced(arg)?;
        if self.bound.contains(&name) {
            return None;
        }
        let name = canonical(&name);
        let traits = self.lookup.functions.traits(&name)?;
        let args: Vec<Expr> = (0..arity)
            .map(|n| Expr::Local(format!("\u{1}{n}").into()))
            .collect();
        let how = how(&name, &args, Some(traits));
        Some(Expr::Function(Box::new(Expr::Call(how, name.into(), args))))
    }
}

/// A bound name as it is looked up: without the prefix that files put before it, in lower case.
fn plain_name(text: &str) -> String {
    let text = text.strip_prefix("_xlpm.").unwrap_or(text);
    text.to_lowercase()
}
