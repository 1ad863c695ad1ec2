//! Templates: parsed once, compiled once for each kind of references that they are used with.

use std::{fmt::Write as _, sync::Arc};

use daylight_model::{FormulaKind, content::SLOT};
use formualizer_parse::parser::{ASTNode, parse};
use rustc_hash::FxHashMap;

use crate::{
    book::Book,
    compile::{Compiler, Lookup},
    expression::{Shape, Source},
    narrow,
    reference::{Cell, Ref, SheetIndex},
};

/// A template and how it treats arrays.
pub(crate) struct Template {
    pub kind: FormulaKind,
    pub text: Arc<str>,
    parsed: Parsed,
}

/// A template's syntax, with references as names `SLOT number _`.
pub(crate) struct Parsed {
    /// `None`: not a formula.
    pub root: Option<ASTNode>,
    /// Contains names that are no references of the formula.
    pub named: bool,
}

/// All templates and shapes.
#[derive(Default)]
pub(crate) struct Templates {
    known: Vec<Template>,
    ids: [FxHashMap<Arc<str>, u32>; 3],
    shapes: Vec<Shape>,
    shape_ids: FxHashMap<Box<[u8]>, u32>,
    key: Vec<u8>,
    /// Counts changes of defined names.
    generation: u32,
}

impl Templates {
    pub(crate) fn get(&self, id: u32) -> &Template {
        &self.known[id as usize]
    }

    pub(crate) fn shape(&self, id: u32) -> &Shape {
        &self.shapes[id as usize]
    }

    /// Shapes that use names are compiled anew from now on.
    pub(crate) fn names_changed(&mut self) {
        self.generation += 1;
    }

    /// The id of a template, parsed when it is new.
    pub(crate) fn intern(&mut self, kind: FormulaKind, text: &str) -> u32 {
        if let Some(id) = self.ids[kind as usize].get(text) {
            return *id;
        }
        let id = narrow(self.known.len());
        let text: Arc<str> = text.into();
        let parsed = Parsed::new(&text);
        self.ids[kind as usize].insert(text.clone(), id);
        self.known.push(Template { kind, text, parsed });
        id
    }

    /// The shape of a template with these references, compiled when it is new.
    pub(crate) fn shape_of(
        &mut self,
        template: u32,
        refs: &[Ref],
        own: SheetIndex,
        lookup: &Lookup,
    ) -> u32 {
        let t = &self.known[template as usize];
        let by_number = |r: &&Ref| r.area.kind.is_number();
        let names = t.parsed.named || refs.iter().any(|r| by_number(&r));
        self.key.clear();
        self.key.extend(template.to_le_bytes());
        self.key.extend(refs.iter().map(|r| r.area.kind as u8));
        if names {
            let numbers = refs.iter().filter(by_number);
            self.key
                .extend(numbers.flat_map(|r| r.area.row1.to_le_bytes()));
            self.key.extend(self.generation.to_le_bytes());
            self.key.extend(own.0.to_le_bytes());
        }
        if let Some(id) = self.shape_ids.get(self.key.as_slice()) {
            return *id;
        }
        let shape = Compiler::new(lookup, own, t.kind).shape(&t.parsed, refs);
        let id = narrow(self.shapes.len());
        self.shapes.push(shape);
        self.shape_ids.insert(self.key.as_slice().into(), id);
        id
    }

    /// The references that a formula of that shape is bound to, when they are not just its own.
    pub(crate) fn bind(
        &self,
        shape: u32,
        refs: &[Ref],
        at: Cell,
        book: &mut Book,
    ) -> Option<Box<[Ref]>> {
        let sources = &self.shapes[shape as usize].sources;
        let plain = |(i, s): (usize, &Source)| matches!(s, Source::Own(n) if *n as usize == i);
        if sources.len() == refs.len() && sources.iter().enumerate().all(plain) {
            return None;
        }
        let bound = sources.iter().map(|s| match s {
            Source::Own(n) => refs[*n as usize],
            Source::Name(reference, scope) => {
                let sheet = scope.as_ref().map_or(at.sheet, |id| book.intern(id));
                Ref::new(reference, sheet, book)
            }
            Source::Part(area) => Ref::of_area(*area),
            Source::Row { table, col1, col2 } => {
                let row = book.table_row(*table, at, *col1, *col2);
                row.map_or_else(Ref::no_row, Ref::of_area)
            }
        });
        Some(bound.collect())
    }
}

impl Parsed {
    /// Parses a template's text.
    pub(crate) fn new(template: &str) -> Self {
        let text = readable(template);
        let root = parse(&text).ok();
        let named = root.as_ref().is_some_and(|r| {
            let mut named = false;
            r.visit_refs(|view| named |= crate::compile::is_plain_name(&view));
            named
        });
        Self { root, named }
    }
}

/// A template as the parser reads it. A reference becomes a cell on a sheet that cannot be, so that the parser sees
/// that it is one; beside `:`, where it would read more into it, a name.
fn readable(template: &str) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    text.push('=');
    let mut slot = 0_u32;
    for (at, c) in template.char_indices() {
        if c != SLOT {
            text.push(c);
            continue;
        }
        let before = template[..at].trim_end().ends_with(':');
        let after = template[at + c.len_utf8()..].trim_start().starts_with(':');
        // Writing to a string does not fail.
        let _ = if before || after {
            write!(text, "{c}{slot}_")
        } else {
            write!(text, "'{c}'!A{}", slot + 1)
        };
        slot += 1;
    }
    text
}
