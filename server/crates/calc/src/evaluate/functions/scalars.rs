//! Which functions of the library take single values in all their arguments, and of what kind.

#[rustfmt::skip]
pub(crate) const SCALARS: &[&str] = &[
    // Numbers
    "ABS", "ACOS", "ACOSH", "ACOT", "ACOTH", "ARABIC", "ASIN", "ASINH", "ATAN", "ATAN2", "ATANH", "BASE",
    "BITAND", "BITLSHIFT", "BITOR", "BITRSHIFT", "BITXOR", "CEILING.PRECISE", "COMBIN",
    "COMBINA", "COS", "COSH", "COT", "COTH", "CSC", "CSCH", "DECIMAL", "DEGREES", "EVEN", "EXP", "FACT",
    "FACTDOUBLE", "FLOOR.PRECISE", "INT", "ISO.CEILING", "LN", "LOG", "LOG10", "MOD", "MROUND",
    "ODD", "PERMUT", "POWER", "QUOTIENT", "RADIANS", "ROUND", "ROUNDDOWN", "ROUNDUP", "SEC", "SECH", "SIGN",
    "SIN", "SINH", "SQRT", "SQRTPI", "TAN", "TANH", "TRUNC",
    // Text
    "ASC", "CHAR", "CLEAN", "CODE", "DOLLAR", "EXACT", "FIND", "FINDB", "FIXED", "LEFT", "LEFTB", "LEN", "LENB",
    "LOWER", "MID", "MIDB", "NUMBERVALUE", "PROPER", "REPLACE", "REPLACEB", "REPT", "RIGHT", "RIGHTB", "SEARCH",
    "SEARCHB", "SUBSTITUTE", "TRIM", "UNICHAR", "UNICODE", "UPPER", "VALUETOTEXT",
    // Dates
    "DATE", "DATEDIF", "DAY", "DAYS", "DAYS360", "EDATE", "EOMONTH", "HOUR", "ISOWEEKNUM", "MINUTE", "MONTH",
    "SECOND", "TIME", "WEEKDAY", "WEEKNUM", "YEAR",
    // Tests
    "ERROR.TYPE", "ISBLANK", "ISERR", "ISERROR", "ISEVEN", "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISODD",
    "ISTEXT", "NOT",
    // Money
    "CUMIPMT", "CUMPRINC", "DB", "DDB", "DOLLARDE", "DOLLARFR", "EFFECT", "FV", "IPMT", "ISPMT", "NOMINAL",
    "NPER", "PDURATION", "PMT", "PPMT", "PV", "RATE", "RRI", "SLN", "SYD", "TBILLEQ", "TBILLPRICE", "TBILLYIELD",
    // Engineering
    "BESSELI", "BESSELJ", "BESSELK", "BESSELY", "BIN2DEC", "BIN2HEX", "BIN2OCT", "CONVERT", "DEC2BIN", "DEC2HEX",
    "DEC2OCT", "DELTA", "ERF", "ERF.PRECISE", "ERFC", "ERFC.PRECISE", "GESTEP", "HEX2BIN", "HEX2DEC", "HEX2OCT",
    "IMABS", "IMAGINARY", "IMARGUMENT", "IMCONJUGATE", "IMCOS", "IMCOSH", "IMCOT", "IMCSC", "IMCSCH", "IMDIV",
    "IMEXP", "IMLN", "IMLOG10", "IMLOG2", "IMPOWER", "IMPRODUCT", "IMREAL", "IMSEC", "IMSECH", "IMSIN", "IMSINH",
    "IMSQRT", "IMSUB", "IMSUM", "IMTAN", "OCT2BIN", "OCT2DEC", "OCT2HEX",
    // Chance
    "BETA.DIST", "BETA.INV", "BETADIST", "BETAINV", "BINOM.DIST", "BINOM.DIST.RANGE", "BINOM.INV", "BINOMDIST",
    "CHIDIST", "CHIINV", "CHISQ.DIST", "CHISQ.DIST.RT", "CHISQ.INV", "CHISQ.INV.RT", "CONFIDENCE",
    "CONFIDENCE.NORM", "CONFIDENCE.T", "CRITBINOM", "EXPON.DIST", "EXPONDIST", "F.DIST", "F.DIST.RT", "F.INV",
    "F.INV.RT", "FDIST", "FINV", "FISHER", "FISHERINV", "GAMMA", "GAMMA.DIST", "GAMMA.INV", "GAMMADIST",
    "GAMMAINV", "GAMMALN", "GAMMALN.PRECISE", "GAUSS", "HYPGEOM.DIST", "HYPGEOMDIST", "LOGINV", "LOGNORM.DIST",
    "LOGNORM.INV", "LOGNORMDIST", "NEGBINOM.DIST", "NEGBINOMDIST", "NORM.DIST", "NORM.INV", "NORM.S.DIST",
    "NORM.S.INV", "NORMDIST", "NORMINV", "NORMSDIST", "NORMSINV", "PHI", "POISSON", "POISSON.DIST",
    "STANDARDIZE", "T.DIST", "T.DIST.2T", "T.DIST.RT", "T.INV", "T.INV.2T", "TDIST", "TINV", "WEIBULL",
    "WEIBULL.DIST",
];

/// What an argument is to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    Anything,
    Number,
    Text,
}

/// What a function's argument of that number is to be, where the library does not see to it.
pub(super) fn wants(name: &str, argument: usize) -> Wants {
    use Wants::{Anything, Number, Text};
    let kinds: &[Wants] = match name {
        "LEFT" | "RIGHT" | "MID" | "REPT" | "LEFTB" | "RIGHTB" | "MIDB" => &[Text, Number],
        "FIND" | "SEARCH" | "FINDB" | "SEARCHB" => &[Text, Text, Number],
        "REPLACE" | "REPLACEB" => &[Text, Number, Number, Text],
        "SUBSTITUTE" => &[Text, Text, Text, Number],
        "CLEAN" | "CODE" | "EXACT" | "LEN" | "LENB" | "LOWER" | "PROPER" | "TRIM" | "UNICODE"
        | "UPPER" => &[Text],
        "CHAR" | "UNICHAR" | "ABS" | "INT" | "MOD" | "POWER" | "ROUND" | "ROUNDDOWN"
        | "ROUNDUP" | "SQRT" | "TRUNC" | "EXP" | "LN" | "LOG" | "LOG10" | "SIGN" | "QUOTIENT"
        | "MROUND" | "COMBIN" | "PERMUT" | "DATE" | "TIME" | "EDATE" | "EOMONTH" | "DAY"
        | "MONTH" | "YEAR" | "HOUR" | "MINUTE" | "SECOND" | "WEEKDAY" | "WEEKNUM"
        | "ISOWEEKNUM" | "DAYS" | "DAYS360" | "DB" | "DDB" | "EFFECT" | "FV" | "IPMT" | "ISPMT"
        | "NOMINAL" | "NPER" | "PDURATION" | "PMT" | "PPMT" | "PV" | "RATE" | "RRI" | "SLN"
        | "SYD" => &[Number],
        "DATEDIF" => &[Number, Number, Text],
        _ => return Anything,
    };
    kinds
        .get(argument)
        .or(kinds.last())
        .copied()
        .unwrap_or(Anything)
}
