//! What holds for ranges of a sheet's cells: filters, conditional formats, what may be entered.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use serde_json::Value as Json;

use crate::{
    asset::Hash,
    content::{Content, Value},
    id::LineId,
    key::Key,
    marks::{Check, Criterion, FilterCells, Operands, Rule},
};

type Id = Arc<str>;

/// What a sheet's entries say of filters, conditional formats and what may be entered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    filters: BTreeMap<Id, FilterCells>,
    criteria: HashMap<Id, BTreeMap<LineId, Criterion>>,
    hidden: HashMap<Id, Hash>,
    rules: HashMap<Id, Rule>,
    rule_operands: HashMap<Id, Operands>,
    checks: HashMap<Id, Check>,
    check_operands: HashMap<Id, Operands>,
}

const NO_OPERANDS: &Operands = &[None, None, None, None];

fn put<V>(map: &mut HashMap<Id, V>, id: &Id, value: Option<V>) {
    match value {
        Some(value) => map.insert(Arc::clone(id), value),
        None => map.remove(id),
    };
}

fn put_operand(map: &mut HashMap<Id, Operands>, id: &Id, at: u8, value: Option<&Json>) {
    // An operand that was cleared is none.
    let content = value.and_then(|v| Content::from_json(v).ok());
    let content = content.filter(|content| *content != Content::Value(Value::Empty));
    if let Some(place) = map
        .entry(Arc::clone(id))
        .or_default()
        .get_mut(usize::from(at))
    {
        *place = content;
    }
}

impl Marks {
    pub(super) fn set(&mut self, key: &Key, value: Option<&Json>) {
        match key {
            Key::Filter(_, id) => match value.and_then(FilterCells::from_json) {
                Some(cells) => drop(self.filters.insert(Arc::clone(id), cells)),
                None => drop(self.filters.remove(id)),
            },
            Key::FilterColumn(_, id, col) => {
                let criteria = self.criteria.entry(Arc::clone(id)).or_default();
                match value.and_then(Criterion::from_json) {
                    Some(criterion) => criteria.insert(*col, criterion),
                    None => criteria.remove(col),
                };
            }
            Key::FilterRows(_, id) => {
                let hash = value.and_then(Json::as_str).and_then(|s| s.parse().ok());
                put(&mut self.hidden, id, hash);
            }
            Key::Rule(_, id) => put(&mut self.rules, id, value.and_then(Rule::from_json)),
            Key::Check(_, id) => put(&mut self.checks, id, value.and_then(Check::from_json)),
            Key::RuleOperand(_, id, at) => put_operand(&mut self.rule_operands, id, *at, value),
            Key::CheckOperand(_, id, at) => put_operand(&mut self.check_operands, id, *at, value),
            _ => {}
        }
    }

    /// All filters, by id.
    pub fn filters(&self) -> impl Iterator<Item = (&Id, &FilterCells)> {
        self.filters.iter()
    }

    /// What rows of a filter show by, column by column.
    pub fn criteria(&self, filter: &str) -> impl Iterator<Item = (LineId, &Criterion)> {
        let criteria = self.criteria.get(filter).into_iter().flatten();
        criteria.map(|(col, criterion)| (*col, criterion))
    }

    /// The list of rows that a filter hides.
    pub fn hidden(&self, filter: &str) -> Option<Hash> {
        let there = self.filters.contains_key(filter);
        self.hidden.get(filter).copied().filter(|_| there)
    }

    /// The lists of rows that filters hide.
    pub fn all_hidden(&self) -> impl Iterator<Item = Hash> {
        self.filters.keys().filter_map(|id| self.hidden(id))
    }

    /// Conditional formats in the order in which they hold, with what they compare with.
    pub fn rules(&self) -> Vec<(&Id, &Rule, &Operands)> {
        let mut list: Vec<_> = self.rules.iter().collect();
        list.sort_unstable_by(|a, b| (&a.1.pos, a.0).cmp(&(&b.1.pos, b.0)));
        let operands = |id| self.rule_operands.get(id).unwrap_or(NO_OPERANDS);
        list.into_iter()
            .map(|(id, rule)| (id, rule, operands(id)))
            .collect()
    }

    /// What may be entered, the first that counts first, with what it is compared with.
    pub fn checks(&self) -> Vec<(&Id, &Check, &Operands)> {
        let mut list: Vec<_> = self.checks.iter().collect();
        list.sort_unstable_by(|a, b| (&a.1.pos, a.0).cmp(&(&b.1.pos, b.0)));
        let operands = |id| self.check_operands.get(id).unwrap_or(NO_OPERANDS);
        list.into_iter()
            .map(|(id, check)| (id, check, operands(id)))
            .collect()
    }

    /// Whether there is anything that some cell must not hold.
    pub fn refuses(&self) -> bool {
        self.checks.values().any(|check| check.refuse)
    }

    /// Whether any cell of the sheet may look otherwise than its formats say.
    pub fn has_looks(&self) -> bool {
        !self.rules.is_empty() || !self.checks.is_empty()
    }
}
