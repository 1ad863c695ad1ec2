//! The door to the function library: calls go in with their arguments evaluated, values come out.

use daylight_model::{ErrorCode, Value};
use formualizer_common::LiteralValue;
use formualizer_eval::{CellRef, Coord, interpreter::Interpreter};
use formualizer_parse::{
    BinaryOperator, UnaryOperator,
    parser::{ASTNode, ASTNodeType, ReferenceType},
};

use super::{
    array::Array,
    convert,
    evaluation::{Evaluation, Out},
    mirror::sheet_key,
    place::{Place, Places},
};
use crate::{
    expression::{Expr, How, Operator},
    reference::Rect,
};

fn node(node_type: ASTNodeType) -> ASTNode {
    ASTNode::new(node_type, None)
}

fn literal(value: LiteralValue) -> ASTNode {
    node(ASTNodeType::Literal(value))
}

fn error(code: ErrorCode) -> ASTNode {
    literal(convert::literal(&Value::Error(code)))
}

impl<'e> Evaluation<'e> {
    /// Lets the library compute a call, with its arguments evaluated here.
    pub(super) fn through_library(&self, expr: &'e Expr, name: &str) -> Out<'e> {
        let syntax = match expr {
            Expr::Call(How::Environment, ..) => self.syntax(expr),
            Expr::Call(_, _, args) => node(ASTNodeType::Function {
                name: name.to_owned(),
                args: self.arguments(name, args),
            }),
            other => self.syntax(other),
        };
        self.run(&syntax)
    }

    /// Applies an operator that the library knows better to values.
    pub(super) fn operate(&self, op: Operator, left: &Value, right: &Value) -> Value {
        let (left, right) = (
            literal(convert::literal(left)),
            literal(convert::literal(right)),
        );
        self.one(&binary(operator(op), left, right))
    }

    /// Applies a sign or percent that the library knows better.
    pub(super) fn sign(&self, expr: &Expr, operand: &Value) -> Value {
        self.one(&unary(expr, literal(convert::literal(operand))))
    }

    fn one(&self, syntax: &ASTNode) -> Value {
        match self.run(syntax) {
            Out::One(value) => value,
            Out::Many(array) => array.first().clone(),
            _ => Value::Error(ErrorCode::Value),
        }
    }

    fn run(&self, syntax: &ASTNode) -> Out<'e> {
        if self.context.incomplete() {
            return ErrorCode::Calc.into();
        }
        let (row, col) = self.position;
        let own = sheet_key(self.at.sheet);
        let interpreter = match Coord::try_new(row, col, true, true) {
            Ok(at) => {
                Interpreter::new_with_cell(self.context, &own, CellRef::new(self.at.sheet.0, at))
            }
            Err(_) => Interpreter::new(self.context, &own),
        };
        match interpreter.evaluate_ast(syntax) {
            Ok(value) => match value.into_literal() {
                LiteralValue::Array(rows) => self.array_of_rows(&rows),
                one => Out::One(convert::value(&one, self.context.book.date1904)),
            },
            Err(e) => convert::code(e.kind).into(),
        }
    }

    fn array_of_rows(&self, rows: &[Vec<LiteralValue>]) -> Out<'e> {
        let cols = rows.iter().map(Vec::len).max().unwrap_or(0);
        let date1904 = self.context.book.date1904;
        let at = |row: u32, col: u32| match rows[row as usize].get(col as usize) {
            Some(value) => convert::value(value, date1904),
            None => Value::Error(ErrorCode::Na),
        };
        Array::build(crate::narrow(rows.len()), crate::narrow(cols), at).into()
    }

    /// Lets the library compute a function of an array of numbers, and of one more value.
    pub(super) fn of_values(&self, name: &str, values: &[Value], more: Option<&Value>) -> Out<'e> {
        let rows = values.iter().map(|v| vec![convert::literal(v)]).collect();
        let mut args = vec![named(self.context.lend(rows))];
        args.extend(more.map(|value| literal(convert::literal(value))));
        self.run(&node(ASTNodeType::Function {
            name: name.to_owned(),
            args,
        }))
    }

    /// The arguments of a call: references stay references, everything else is evaluated.
    fn arguments(&self, name: &str, args: &'e [Expr]) -> Vec<ASTNode> {
        let mut nodes = Vec::with_capacity(args.len());
        for arg in args {
            if matches!(arg, Expr::Omitted) {
                nodes.push(node(ASTNodeType::Omitted));
                continue;
            }
            match self.referring(arg) {
                Out::One(value) => nodes.push(literal(convert::literal(&value))),
                Out::Many(array) => nodes.push(named(self.context.lend(rows_of(&array)))),
                Out::Cells(places) => self.cells(name, &places, &mut nodes),
                Out::Lambda(_) => nodes.push(error(ErrorCode::Value)),
            }
        }
        nodes
    }

    /// Places as arguments: one as itself, several one after the other where the function takes any number.
    fn cells(&self, name: &str, places: &Places, nodes: &mut Vec<ASTNode>) {
        match &**places {
            [place] if reshapes(name) && place.rect.is_open() => {
                // Where it ends depends on all that is in it.
                self.context.demand(place.sheet, &place.rect);
                self.context.note(place.sheet, place.rect);
                let rect = self.used(place.sheet, place.rect);
                nodes.push(self.address_of(Place { rect, ..*place }));
            }
            [place] => nodes.push(self.address_of(*place)),
            several if takes_many(name) => {
                nodes.extend(several.iter().map(|place| self.address_of(*place)));
            }
            several => {
                // The numbers of all, one below the other: enough for LARGE, RANK and their kin.
                let mut values = vec![];
                for place in several {
                    match self.contents(*place) {
                        Out::One(value) => values.push(value),
                        Out::Many(array) => values.extend_from_slice(array.values()),
                        _ => {}
                    }
                }
                let rows = values.iter().map(|v| vec![convert::literal(v)]).collect();
                nodes.push(named(self.context.lend(rows)));
            }
        }
    }

    /// An expression as syntax, unevaluated; for functions that bind names themselves.
    fn syntax(&self, expr: &'e Expr) -> ASTNode {
        let all = |args: &'e [Expr]| args.iter().map(|a| self.syntax(a)).collect::<Vec<_>>();
        match expr {
            Expr::Omitted => node(ASTNodeType::Omitted),
            Expr::Local(name) => match self.scope.borrow().find(name) {
                Some(Out::One(value)) => literal(convert::literal(value)),
                Some(Out::Many(array)) => literal(LiteralValue::Array(rows_of(array))),
                Some(Out::Cells(places)) if places.len() == 1 => self.address_of(places[0]),
                _ => named(ReferenceType::NamedRange((**name).to_owned())),
            },
            Expr::Negate(e) | Expr::Plus(e) | Expr::Percent(e) => unary(expr, self.syntax(e)),
            Expr::Binary(op, pair) => {
                binary(operator(*op), self.syntax(&pair[0]), self.syntax(&pair[1]))
            }
            Expr::Call(_, name, args) => node(ASTNodeType::Function {
                name: (**name).to_owned(),
                args: all(args),
            }),
            Expr::Lambda(params, body) => {
                let names = params
                    .iter()
                    .map(|p| named(ReferenceType::NamedRange((*p.name).to_owned())));
                node(ASTNodeType::Function {
                    name: "LAMBDA".to_owned(),
                    args: names.chain([self.syntax(body)]).collect(),
                })
            }
            Expr::Function(call) => match &**call {
                Expr::Call(_, name, _) => named(ReferenceType::NamedRange((**name).to_owned())),
                _ => error(ErrorCode::Value),
            },
            other => match self.referring(other) {
                Out::One(value) => literal(convert::literal(&value)),
                Out::Many(array) => literal(LiteralValue::Array(rows_of(&array))),
                Out::Cells(places) if places.len() == 1 => self.address_of(places[0]),
                _ => error(ErrorCode::Value),
            },
        }
    }

    /// A place as an address, mirrored for the library.
    fn address_of(&self, place: Place) -> ASTNode {
        let Place { sheet, rect } = place;
        let key = (sheet != self.at.sheet).then(|| sheet_key(sheet));
        if rect.row1 == rect.row2 && rect.col1 == rect.col2 {
            return named(ReferenceType::cell(key, rect.row1 + 1, rect.col1 + 1));
        }
        self.context.prepare(sheet, rect);
        let start = |first: u32, last: u32| (last != Rect::OPEN).then(|| first + 1);
        let end = |last: u32| (last != Rect::OPEN).then(|| last + 1);
        named(ReferenceType::range(
            key,
            start(rect.row1, rect.row2),
            start(rect.col1, rect.col2),
            end(rect.row2),
            end(rect.col2),
        ))
    }
}

/// Functions to which several places are as good as several arguments.
fn takes_many(name: &str) -> bool {
    matches!(
        name,
        "SUM"
            | "SUMSQ"
            | "PRODUCT"
            | "COUNT"
            | "COUNTA"
            | "COUNTBLANK"
            | "AVERAGE"
            | "AVERAGEA"
            | "MIN"
            | "MINA"
            | "MAX"
            | "MAXA"
            | "MEDIAN"
            | "MODE"
            | "MODE.SNGL"
            | "MODE.MULT"
            | "STDEV"
            | "STDEV.S"
            | "STDEV.P"
            | "STDEVP"
            | "STDEVA"
            | "STDEVPA"
            | "VAR"
            | "VAR.S"
            | "VAR.P"
            | "VARP"
            | "VARA"
            | "VARPA"
            | "AVEDEV"
            | "DEVSQ"
            | "GEOMEAN"
            | "HARMEAN"
            | "KURT"
            | "SKEW"
            | "SKEW.P"
            | "GCD"
            | "LCM"
            | "CONCAT"
            | "TEXTJOIN"
            | "AND"
            | "OR"
            | "XOR"
            | "NPV"
            | "VSTACK"
            | "HSTACK"
    )
}

/// Functions whose result is as large as what they are given: of whole rows and columns that is what is used.
fn reshapes(name: &str) -> bool {
    matches!(
        name,
        "SORT"
            | "SORTBY"
            | "UNIQUE"
            | "FILTER"
            | "TRANSPOSE"
            | "TAKE"
            | "DROP"
            | "VSTACK"
            | "HSTACK"
            | "TOCOL"
            | "TOROW"
            | "CHOOSECOLS"
            | "CHOOSEROWS"
            | "WRAPROWS"
            | "WRAPCOLS"
            | "EXPAND"
            | "GROUPBY"
            | "PIVOTBY"
    )
}

fn rows_of(array: &Array) -> Vec<Vec<LiteralValue>> {
    let rows = array.values().chunks(array.cols() as usize);
    rows.map(|row| row.iter().map(convert::literal).collect())
        .collect()
}

fn named(reference: ReferenceType) -> ASTNode {
    node(ASTNodeType::Reference {
        original: String::new(),
        reference,
    })
}

fn binary(op: BinaryOperator, left: ASTNode, right: ASTNode) -> ASTNode {
    node(ASTNodeType::BinaryOp {
        op,
        left: Box::new(left),
        right: Box::new(right),
    })
}

fn unary(like: &Expr, operand: ASTNode) -> ASTNode {
    let op = match like {
        Expr::Negate(_) => UnaryOperator::Minus,
        Expr::Percent(_) => UnaryOperator::Percent,
        _ => UnaryOperator::Plus,
    };
    node(ASTNodeType::UnaryOp {
        op,
        expr: Box::new(operand),
    })
}

fn operator(op: Operator) -> BinaryOperator {
    match op {
        Operator::Add => BinaryOperator::Add,
        Operator::Subtract => BinaryOperator::Subtract,
        Operator::Multiply => BinaryOperator::Multiply,
        Operator::Divide => BinaryOperator::Divide,
        Operator::Power => BinaryOperator::Power,
        Operator::Concat => BinaryOperator::Concat,
        Operator::Equal => BinaryOperator::Equal,
        Operator::NotEqual => BinaryOperator::NotEqual,
        Operator::Less => BinaryOperator::Less,
        Operator::LessEqual => BinaryOperator::LessEqual,
        Operator::Greater => BinaryOperator::Greater,
        Operator::GreaterEqual => BinaryOperator::GreaterEqual,
    }
}
