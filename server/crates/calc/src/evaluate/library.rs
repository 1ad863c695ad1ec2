//! The door to the function library: expressions go in as syntax with addresses, values come out.

use daylight_model::{ErrorCode, Value};
use formualizer_common::LiteralValue;
use formualizer_eval::{CellRef, Coord, interpreter::Interpreter};
use formualizer_parse::{
    BinaryOperator, UnaryOperator,
    parser::{ASTNode, ASTNodeType, ReferenceType},
};

use super::{Evaluation, Out, convert, mirror::sheet_key};
use crate::{
    expression::{Expr, How, Joint, Operator},
    reference::{Kind, Rect},
};

fn node(node_type: ASTNodeType) -> ASTNode {
    ASTNode::new(node_type, None)
}

fn dead() -> ASTNode {
    literal(convert::literal(&Value::Error(ErrorCode::Ref)))
}

fn literal(value: LiteralValue) -> ASTNode {
    node(ASTNodeType::Literal(value))
}

impl Evaluation<'_> {
    /// Lets the library evaluate an expression, with what is in it evaluated here as far as possible.
    pub(super) fn through_library(&self, expr: &Expr) -> Out {
        let syntax = match expr {
            Expr::Cell(_) | Expr::Area(_) => self.reference(expr),
            Expr::Negate(e) | Expr::Plus(e) | Expr::Percent(e) => {
                let operand = self.argument(e);
                unary(expr, operand)
            }
            Expr::Binary(op, pair) => {
                let [left, right] = &**pair;
                let (left, right) = (self.argument(left), self.argument(right));
                binary(operator(*op), left, right)
            }
            Expr::Call(How::Environment, ..) | Expr::Apply(..) => self.syntax(expr),
            Expr::Call(_, name, args) => self.call(name, args),
            _ => self.syntax(expr),
        };
        self.run(&syntax)
    }

    /// Applies an operator that the library knows better to values.
    pub(super) fn operate(&self, op: Operator, left: &Value, right: &Value) -> Out {
        let (left, right) = (
            literal(convert::literal(left)),
            literal(convert::literal(right)),
        );
        self.run(&binary(operator(op), left, right))
    }

    /// Applies a sign or percent that the library knows better.
    pub(super) fn sign(&self, expr: &Expr, operand: &Value) -> Out {
        self.run(&unary(expr, literal(convert::literal(operand))))
    }

    fn run(&self, syntax: &ASTNode) -> Out {
        if self.context.incomplete() {
            return Out::One(Value::Error(ErrorCode::Calc));
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
                LiteralValue::Array(rows) => Out::Many(rows),
                one => Out::One(convert::value(&one, self.context.book.date1904)),
            },
            Err(e) => Out::One(Value::Error(convert::code(e.kind))),
        }
    }

    fn call(&self, name: &str, args: &[Expr]) -> ASTNode {
        node(ASTNodeType::Function {
            name: name.to_owned(),
            args: args.iter().map(|a| self.argument(a)).collect(),
        })
    }

    /// An argument of a call: references stay references, everything else is evaluated.
    fn argument(&self, expr: &Expr) -> ASTNode {
        match expr {
            Expr::Call(How::Reference, name, args) => self.call(name, args),
            Expr::Call(How::If, name, args) => match self.branch(args) {
                Ok(Some(chosen)) => self.argument(chosen),
                Ok(None) => literal(LiteralValue::Boolean(false)),
                Err(Value::Error(e)) => literal(convert::literal(&Value::Error(e))),
                Err(_) => self.call(name, args),
            },
            Expr::Negate(_)
            | Expr::Plus(_)
            | Expr::Percent(_)
            | Expr::Intersect(_)
            | Expr::Binary(..)
            | Expr::Call(..)
            | Expr::Apply(..) => match self.eval(expr) {
                Out::One(value) => literal(convert::literal(&value)),
                Out::Many(rows) => literal(LiteralValue::Array(rows)),
            },
            Expr::Join(joint, pair) => {
                let [left, right] = &**pair;
                binary(
                    joint_operator(*joint),
                    self.argument(left),
                    self.argument(right),
                )
            }
            _ => self.syntax(expr),
        }
    }

    /// An expression as syntax, unevaluated.
    fn syntax(&self, expr: &Expr) -> ASTNode {
        let all = |args: &[Expr]| args.iter().map(|a| self.syntax(a)).collect::<Vec<_>>();
        match expr {
            Expr::Literal(value) => literal(convert::literal(value)),
            Expr::Omitted => node(ASTNodeType::Omitted),
            Expr::Cell(_) | Expr::Area(_) => self.reference(expr),
            Expr::Text(reference) => named((**reference).clone()),
            Expr::Local(name) => named(ReferenceType::NamedRange((**name).to_owned())),
            Expr::Negate(e)
            | Expr::Plus(e)
            | Expr::Percent(e)
            | Expr::Intersect(e)
            | Expr::Spill(e) => unary(expr, self.syntax(e)),
            Expr::Binary(op, pair) => {
                binary(operator(*op), self.syntax(&pair[0]), self.syntax(&pair[1]))
            }
            Expr::Join(joint, pair) => binary(
                joint_operator(*joint),
                self.syntax(&pair[0]),
                self.syntax(&pair[1]),
            ),
            Expr::Call(_, name, args) => node(ASTNodeType::Function {
                name: (**name).to_owned(),
                args: all(args),
            }),
            Expr::Apply(callee, args) => node(ASTNodeType::Call {
                callee: Box::new(self.syntax(callee)),
                args: all(args),
            }),
            Expr::Array(rows) => node(ASTNodeType::Array(rows.iter().map(|r| all(r)).collect())),
        }
    }

    /// A bound reference as an address, mirrored for the library.
    fn reference(&self, expr: &Expr) -> ASTNode {
        let n = match expr {
            Expr::Cell(n) | Expr::Area(n) => *n,
            _ => return dead(),
        };
        let area = &self.refs[n as usize].area;
        let Some(rect) = self.rect(n) else {
            return dead();
        };
        let sheet = (area.sheet != self.at.sheet).then(|| sheet_key(area.sheet));
        if area.kind == Kind::Cell {
            return named(ReferenceType::cell(sheet, rect.row1 + 1, rect.col1 + 1));
        }
        self.context.prepare(area.sheet, rect);
        let start = |first: u32, last: u32| (last != Rect::OPEN).then(|| first + 1);
        let end = |last: u32| (last != Rect::OPEN).then(|| last + 1);
        named(ReferenceType::range(
            sheet,
            start(rect.row1, rect.row2),
            start(rect.col1, rect.col2),
            end(rect.row2),
            end(rect.col2),
        ))
    }
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
        Expr::Intersect(_) => UnaryOperator::ImplicitIntersection,
        Expr::Spill(_) => UnaryOperator::Spill,
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

fn joint_operator(joint: Joint) -> BinaryOperator {
    match joint {
        Joint::Range => BinaryOperator::Range,
        Joint::Union => BinaryOperator::Union,
        Joint::Intersection => BinaryOperator::Intersection,
    }
}
