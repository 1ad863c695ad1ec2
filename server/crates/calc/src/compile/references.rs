//! References and names: what each stands for when a formula is bound.

use daylight_model::{
    Reference, SheetId,
    content::{ErrorCode, SLOT},
};
use formualizer_parse::parser::ReferenceType;

use super::{Compiler, Owner, Use, error};
use crate::{
    expression::{Expr, Source},
    reference::Kind,
    tables::Meaning,
    template::Parsed,
};

impl Compiler<'_> {
    pub(super) fn reference(
        &mut self,
        reference: &ReferenceType,
        owner: Owner<'_>,
        usage: Use,
    ) -> Expr {
        let text = match reference {
            ReferenceType::Cell {
                sheet: Some(sheet),
                row,
                ..
            } if sheet.starts_with(SLOT) => {
                return match row.checked_sub(1).and_then(|slot| u16::try_from(slot).ok()) {
                    Some(slot) => self.slot(slot, owner, usage),
                    None => error(ErrorCode::Ref),
                };
            }
            ReferenceType::NamedRange(text) => text,
            other => return self.foreign(other),
        };
        if let Some(slot) = text.strip_prefix(SLOT) {
            let slot: Option<u16> = slot.strip_suffix('_').and_then(|n| n.parse().ok());
            return match slot {
                Some(slot) => self.slot(slot, owner, usage),
                None => error(ErrorCode::Ref),
            };
        }
        if let Some(name) = self.bound_name(text) {
            return Expr::Local(name);
        }
        let scope = self.scope_of(owner);
        if let Some(n) = self.lookup.book.names.find(text, &scope) {
            return self.name(n, usage);
        }
        self.shape.texts.push(text.as_str().into());
        error(ErrorCode::Name)
    }

    /// A reference that stayed text: nothing here knows what it means.
    fn foreign(&mut self, reference: &ReferenceType) -> Expr {
        match reference {
            ReferenceType::Cell { .. } | ReferenceType::Range { .. } => error(ErrorCode::Ref),
            _ => {
                self.shape.unsupported = true;
                Expr::Foreign
            }
        }
    }

    fn slot(&mut self, slot: u16, owner: Owner<'_>, usage: Use) -> Expr {
        let (kind, source) = match owner {
            Owner::Formula(refs) => match refs.get(slot as usize) {
                Some(r) if r.area.kind == Kind::Name => return self.name(r.area.row1, usage),
                Some(r) if r.area.kind == Kind::Stack => {
                    return self.stack(self.lookup.book.stack(r.area.row1), usage);
                }
                Some(r) if r.area.kind == Kind::Table => {
                    return self.table(self.lookup.book.tables.reference(r.area.row1), usage);
                }
                Some(r) => (r.area.kind, Source::Own(slot)),
                None => return error(ErrorCode::Ref),
            },
            Owner::Name(formula, scope) => match formula.refs.get(slot as usize) {
                Some(Reference::Name { id }) => {
                    return match self.lookup.book.names.find_id(id) {
                        Some(n) => self.name(n, usage),
                        None => error(ErrorCode::Name),
                    };
                }
                Some(stack @ Reference::Stack { .. }) => return self.stack(stack, usage),
                Some(part @ Reference::Table { .. }) => return self.table(part, usage),
                Some(r) => {
                    let kind = match r {
                        Reference::Cell { .. } => Kind::Cell,
                        _ => Kind::Range,
                    };
                    (kind, Source::Name(Box::new(r.clone()), scope.cloned()))
                }
                None => return error(ErrorCode::Ref),
            },
        };
        self.source(source, kind == Kind::Cell, usage)
    }

    /// A reference that is bound for each formula of the shape.
    fn source(&mut self, source: Source, one: bool, usage: Use) -> Expr {
        let Ok(n) = u16::try_from(self.shape.sources.len()) else {
            return error(ErrorCode::Value);
        };
        self.shape.sources.push(source);
        self.shape.passive.push(usage.address);
        if one { Expr::Cell(n) } else { Expr::Area(n) }
    }

    /// A part of a table.
    fn table(&mut self, reference: &Reference, usage: Use) -> Expr {
        let book = self.lookup.book;
        if let Reference::Table { id, .. } = reference {
            self.shape.tables.extend(book.tables.find(id));
        }
        match book.meaning(reference) {
            Meaning::Area(area) => self.source(Source::Part(area), false, usage),
            Meaning::Row { table, col1, col2 } => {
                let row = Source::Row { table, col1, col2 };
                self.source(row, col1 == col2, usage)
            }
            Meaning::Gone => error(ErrorCode::Ref),
        }
    }

    /// The same reference on each of a stack of sheets.
    fn stack(&mut self, stack: &Reference, usage: Use) -> Expr {
        self.shape.stacked = true;
        let Reference::Stack { first, last, area } = stack else {
            return error(ErrorCode::Ref);
        };
        let book = self.lookup.book;
        let mut numbers = vec![];
        for sheet in book.between(first, last) {
            let Ok(n) = u16::try_from(self.shape.sources.len()) else {
                return error(ErrorCode::Value);
            };
            let scope = book.sheet_id(*sheet).clone();
            self.shape
                .sources
                .push(Source::Name(area.clone(), Some(scope)));
            self.shape.passive.push(usage.address);
            numbers.push(n);
        }
        if numbers.is_empty() {
            return error(ErrorCode::Ref);
        }
        Expr::Sheets(numbers)
    }

    /// Writes out a defined name.
    pub(super) fn name(&mut self, n: u32, usage: Use) -> Expr {
        self.shape.names.push(n);
        let book = self.lookup.book;
        let Some(def) = book.names.def(n) else {
            return error(ErrorCode::Name);
        };
        if self.open.contains(&n) {
            return error(ErrorCode::Circ);
        }
        let parsed = Parsed::new(&def.formula.template);
        let Some(root) = parsed.root else {
            return error(ErrorCode::Name);
        };
        self.open.push(n);
        let bound = std::mem::take(&mut self.bound);
        let expr = self.node(&root, Owner::Name(&def.formula, def.scope.as_ref()), usage);
        self.bound = bound;
        self.open.pop();
        expr
    }

    pub(super) fn scope_of(&self, owner: Owner<'_>) -> SheetId {
        match owner {
            Owner::Name(_, Some(scope)) => scope.clone(),
            _ => self.lookup.book.sheet_id(self.own).clone(),
        }
    }
}
