//! From a template's syntax to a [`Shape`]: references numbered, defined names written out.

mod bindings;
mod references;

use std::sync::Arc;

use daylight_model::{
    Formula, FormulaKind, SheetId, Value,
    content::{ErrorCode, SLOT},
};
use formualizer_common::LiteralValue;
use formualizer_parse::{
    BinaryOperator, UnaryOperator,
    parser::{ASTNode, ASTNodeType, RefView},
};

use crate::{
    book::Book,
    calls::{addresses, canonical, how, is_dynamic, is_ours, lambda_arity},
    evaluate::functions::Functions,
    expression::{Expr, How, Joint, Operator, Shape},
    reference::{Ref, SheetIndex},
    scalar_args::{takes_arrays, wants_one},
    template::Parsed,
};

/// Levels that an expression may nest, defined names written out.
const MAX_DEPTH: u32 = 200;
/// Nodes of an expression, defined names written out.
const MAX_NODES: u32 = 16_384;

/// What compiling looks things up in.
pub(crate) struct Lookup<'a> {
    pub book: &'a Book,
    pub functions: &'a Functions,
}

/// True for a name that stands for itself and not for a reference of the formula.
pub(crate) fn is_plain_name(view: &RefView<'_>) -> bool {
    matches!(view, RefView::NamedRange { name } if !name.starts_with(SLOT))
}

/// Whose references a syntax tree numbers.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Formula(&'a [Ref]),
    Name(&'a Formula, Option<&'a SheetId>),
}

/// How the value of a node is used.
#[derive(Clone, Copy)]
struct Use {
    /// One value is wanted: a range in an old formula intersects.
    scalar: bool,
    /// Arrays are computed element by element: nothing intersects below.
    arrays: bool,
    /// Only the address counts.
    address: bool,
}

const SCALAR: Use = Use {
    scalar: true,
    arrays: false,
    address: false,
};

/// Compiles one shape.
pub(crate) struct Compiler<'a> {
    lookup: &'a Lookup<'a>,
    own: SheetIndex,
    kind: FormulaKind,
    depth: u32,
    nodes: u32,
    /// Names being written out, against names that mean themselves.
    open: Vec<u32>,
    /// Names that LET and LAMBDA bind here.
    bound: Vec<Arc<str>>,
    shape: Shape,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(lookup: &'a Lookup<'a>, own: SheetIndex, kind: FormulaKind) -> Self {
        Self {
            lookup,
            own,
            kind,
            depth: 0,
            nodes: 0,
            open: vec![],
            bound: vec![],
            shape: Shape {
                expr: Expr::Omitted,
                sources: vec![],
                passive: vec![],
                names: vec![],
                tables: vec![],
                texts: vec![],
                volatile: false,
                dynamic: false,
                positional: false,
                unsupported: false,
                subtotal: false,
                stacked: false,
            },
        }
    }

    /// The shape of a template used with such references.
    pub(crate) fn shape(mut self, parsed: &Parsed, refs: &[Ref]) -> Shape {
        self.shape.expr = match &parsed.root {
            Some(root) => self.node(root, Owner::Formula(refs), SCALAR),
            None => error(ErrorCode::Name),
        };
        self.shape
    }

    fn node(&mut self, node: &ASTNode, owner: Owner<'_>, usage: Use) -> Expr {
        self.depth += 1;
        self.nodes += 1;
        let expr = if self.depth > MAX_DEPTH || self.nodes > MAX_NODES {
            error(ErrorCode::Value)
        } else {
            self.inner(node, owner, usage)
        };
        self.depth -= 1;
        expr
    }

    fn inner(&mut self, node: &ASTNode, owner: Owner<'_>, usage: Use) -> Expr {
        let operand = Use {
            scalar: true,
            address: false,
            ..usage
        };
        match &node.node_type {
            ASTNodeType::Literal(value) => literal(value),
            ASTNodeType::Omitted => Expr::Omitted,
            ASTNodeType::Reference { reference, .. } => {
                let expr = self.reference(reference, owner, usage);
                self.intersected(expr, usage)
            }
            ASTNodeType::UnaryOp { op, expr } => match op {
                UnaryOperator::Minus => Expr::Negate(Box::new(self.node(expr, owner, operand))),
                UnaryOperator::Percent => Expr::Percent(Box::new(self.node(expr, owner, operand))),
                UnaryOperator::Plus => Expr::Plus(Box::new(self.node(expr, owner, operand))),
                UnaryOperator::ImplicitIntersection => self.at(expr, owner),
                UnaryOperator::Spill => self.spill(expr, owner),
                _ => self.strange(),
            },
            ASTNodeType::BinaryOp { op, left, right } => match operator(*op) {
                None => self.strange(),
                Some(Ok(op)) => {
                    let left = self.node(left, owner, operand);
                    Expr::Binary(op, Box::new([left, self.node(right, owner, operand)]))
                }
                Some(Err(joint)) => {
                    // What lies between two references is not what either covers.
                    self.shape.dynamic |= joint == Joint::Range;
                    self.shape.positional = true;
                    let whole = Use {
                        scalar: false,
                        ..operand
                    };
                    let left = self.node(left, owner, whole);
                    Expr::Join(joint, Box::new([left, self.node(right, owner, whole)]))
                }
            },
            ASTNodeType::Function { name, args } => self.call(name, args, owner, usage),
            ASTNodeType::Call { callee, args } => {
                let callee = self.node(callee, owner, operand);
                Expr::Apply(Box::new(callee), self.plain_args(args, owner, usage))
            }
            ASTNodeType::Array(rows) => {
                let row = |this: &mut Self, row: &Vec<ASTNode>| {
                    row.iter().map(|c| this.node(c, owner, operand)).collect()
                };
                Expr::Array(rows.iter().map(|r| row(self, r)).collect())
            }
        }
    }

    /// In a formula from before dynamic arrays, a range where one value is wanted intersects.
    fn intersected(&mut self, expr: Expr, usage: Use) -> Expr {
        let old = self.kind == FormulaKind::Implicit && usage.scalar && !usage.arrays;
        if old && matches!(expr, Expr::Area(_)) {
            self.shape.positional = true;
            return Expr::Intersect(Box::new(expr));
        }
        expr
    }

    fn at(&mut self, expr: &ASTNode, owner: Owner<'_>) -> Expr {
        self.shape.positional = true;
        let whole = Use {
            scalar: false,
            ..SCALAR
        };
        Expr::Intersect(Box::new(self.node(expr, owner, whole)))
    }

    /// Syntax that the parser knows and we do not.
    fn strange(&mut self) -> Expr {
        self.shape.unsupported = true;
        error(ErrorCode::Name)
    }

    fn spill(&mut self, expr: &ASTNode, owner: Owner<'_>) -> Expr {
        self.shape.dynamic = true;
        self.shape.positional = true;
        Expr::Spill(Box::new(self.node(expr, owner, SCALAR)))
    }

    fn call(&mut self, name: &str, args: &[ASTNode], owner: Owner<'_>, usage: Use) -> Expr {
        let name = canonical(name);
        match name.as_str() {
            "SINGLE" if args.len() == 1 => return self.at(&args[0], owner),
            "ANCHORARRAY" if args.len() == 1 => return self.spill(&args[0], owner),
            "LET" => return self.bindings(args, owner, usage),
            "LAMBDA" => return self.lambda(args, owner),
            _ => {}
        }
        if let Some(bound) = self.bound_name(&name) {
            let args = self.plain_args(args, owner, usage);
            return Expr::Apply(Box::new(Expr::Local(bound)), args);
        }
        let traits = self.lookup.functions.traits(&name);
        if traits.is_none() && !is_ours(&name) {
            return self.unknown(&name, args, owner, usage);
        }
        self.shape.volatile |= traits.is_some_and(|t| t.volatile && !t.dynamic);
        self.shape.dynamic |= is_dynamic(&name) || traits.is_some_and(|t| t.environment);
        self.shape.subtotal |= matches!(name.as_str(), "SUBTOTAL" | "AGGREGATE");
        let address = addresses(&name);
        self.shape.positional |= address
            || is_dynamic(&name)
            || matches!(
                name.as_str(),
                "CELL" | "FORMULATEXT" | "SHEET" | "SHEETS" | "SUBTOTAL" | "AGGREGATE"
            );
        let arrays = usage.arrays || takes_arrays(&name);
        let arity = lambda_arity(&name, args.len().saturating_sub(1));
        let compiled: Vec<Expr> = args
            .iter()
            .enumerate()
            .map(|(i, arg)| {
                if let Some(arity) = arity
                    && let Some(function) = self.function_name(arg, arity)
                {
                    return function;
                }
                let only_place = match name.as_str() {
                    "OFFSET" => i == 0,
                    "CELL" => i == 1 && asks_for_place(&args[0]),
                    _ => false,
                };
                let usage = Use {
                    scalar: wants_one(&name, i),
                    // The first argument of INDEX is an array of its own.
                    arrays: arrays || (name == "INDEX" && i == 0),
                    address: address || only_place,
                };
                self.node(arg, owner, usage)
            })
            .collect();
        let how = how(&name, &compiled, traits);
        Expr::Call(how, name.into(), compiled)
    }

    /// A call of what is no function: of a defined name that stands for a lambda, or of nothing known.
    fn unknown(&mut self, name: &str, args: &[ASTNode], owner: Owner<'_>, usage: Use) -> Expr {
        let scope = self.scope_of(owner);
        if let Some(n) = self.lookup.book.names.find(name, &scope) {
            let callee = self.name(n, usage);
            return Expr::Apply(Box::new(callee), self.plain_args(args, owner, usage));
        }
        self.shape.unsupported = true;
        self.shape.texts.push(name.into());
        let args = self.plain_args(args, owner, usage);
        Expr::Call(How::Unknown, name.into(), args)
    }

    fn plain_args(&mut self, args: &[ASTNode], owner: Owner<'_>, usage: Use) -> Vec<Expr> {
        let whole = Use {
            scalar: false,
            address: false,
            ..usage
        };
        args.iter().map(|a| self.node(a, owner, whole)).collect()
    }
}

/// Whether CELL is asked for something that does not depend on what the cell holds.
fn asks_for_place(kind: &ASTNode) -> bool {
    match &kind.node_type {
        ASTNodeType::Literal(LiteralValue::Text(kind)) => !matches!(
            kind.to_lowercase().as_str(),
            "contents" | "type" | "format" | "color" | "parentheses" | "prefix"
        ),
        _ => false,
    }
}

fn operator(op: BinaryOperator) -> Option<Result<Operator, Joint>> {
    let plain = match op {
        BinaryOperator::Add => Operator::Add,
        BinaryOperator::Subtract => Operator::Subtract,
        BinaryOperator::Multiply => Operator::Multiply,
        BinaryOperator::Divide => Operator::Divide,
        BinaryOperator::Power => Operator::Power,
        BinaryOperator::Concat => Operator::Concat,
        BinaryOperator::Equal => Operator::Equal,
        BinaryOperator::NotEqual => Operator::NotEqual,
        BinaryOperator::Less => Operator::Less,
        BinaryOperator::LessEqual => Operator::LessEqual,
        BinaryOperator::Greater => Operator::Greater,
        BinaryOperator::GreaterEqual => Operator::GreaterEqual,
        BinaryOperator::Range => return Some(Err(Joint::Range)),
        BinaryOperator::Union => return Some(Err(Joint::Union)),
        BinaryOperator::Intersection => return Some(Err(Joint::Intersection)),
        _ => return None,
    };
    Some(Ok(plain))
}

fn literal(value: &LiteralValue) -> Expr {
    match value {
        LiteralValue::Array(rows) => {
            let row = |row: &Vec<LiteralValue>| row.iter().map(literal).collect();
            Expr::Array(rows.iter().map(row).collect())
        }
        one => Expr::Literal(crate::evaluate::convert::value(one, false)),
    }
}

fn error(code: ErrorCode) -> Expr {
    Expr::Literal(Value::Error(code))
}
