//! Number formats: what cells show.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use daylight_model::{
    Value,
    display::{MAX_FORMAT, text},
};
use proptest::prelude::*;
use std::f64::consts::PI;

#[track_caller]
fn check(cases: &[(f64, &str, &str)]) {
    let shown = |(n, format, _): &(f64, &str, &str)| text(&Value::Number(*n), Some(format), false);
    let wrong: Vec<String> = cases
        .iter()
        .map(|case| (shown(case), case))
        .filter(|(shown, (.., expected))| shown != expected)
        .map(|(shown, case)| format!("{case:?}: {shown:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers() {
    check(&[
        (7.0, "#", "7"),
        (0.0, "#", ""),
        (0.0, "#.##", "."),
        (0.5, "#.##", ".5"),
        (-7.25, "$0.0", "-$7.3"),
        (7.25, "\\a 0.00\" up\"", "a 7.25 up"),
        (7.25, "£000.0", "£007.3"),
        (2_345_678.0, "#,#", "2,345,678"),
        (2_345_678.0, ",#", ",2345678"),
        (12.0, "0,000", "0,012"),
        (2_345_678.0, "?,?????????", "    2,345,678"),
        (2_345_678.0, "0,", "2346"),
        (2_345_678.0, "0.0,,", "2.3"),
        (2_345_678.0, "0.#,", "2345.7"),
        (2_345_678.0, "0.0,,\"M\"", "2.3M"),
        (0.000_35, "0.00%", "0.04%"),
        (1.005, "0.00", "1.01"),
        (123.45, "0,0.00%%", "1,234,500.00%%"),
        (1.5, "|??.??|", "| 1.5 |"),
        (5_551_234.0, "000-0000", "555-1234"),
        (1_234_567_890.0, "(000) 000-0000", "(123) 456-7890"),
        (1e15, "#,##0", "1,000,000,000,000,000"),
        (1e300, "0", &format!("1{}", "0".repeat(300))),
        (1e-300, "0.00", "0.00"),
        (-0.001, "0.00", "-0.00"),
        (99.999, "0.00", "100.00"),
        (5.0, "0;-0;;@", "5"),
        (0.0, "0;-0;;@", ""),
        (5.0, ";;;", ""),
        (5.0, "\"only\"", "only"),
        (5.0, "[Red]0[$€-407]", "5€"),
        (5.0, "[$-409]0", "5"),
        (5.0, "0_)", "5 "),
        (5.0, "* 0", "5"),
        (1234.5, "General", "1234.5"),
        (-5.0, "0;(General)", "(5)"),
        (5.0, "\"open", "5"),
        (5.0, "0[open", "5"),
        (5.0, "0;0;0;0;0", "5"),
    ]);
}

#[test]
fn exponents() {
    check(&[
        (123_456.789, "0.00E+00", "1.23E+05"),
        (123_456.789, "0.00e-00", "1.23e05"),
        (123_456.789, "##0.0E+0", "123.5E+3"),
        (123_456.789, "####.####e-#", "12.3457e4"),
        (0.000_012_345, "0.00E+00", "1.23E-05"),
        (9.999, "0.0E+0", "1.0E+1"),
        (999.99, "##0.0E+0", "1.0E+3"),
        (0.0, "0.00E+00", "0.00E+00"),
        (0.0, "#.#E+#", "0.E+0"),
        (-1.5e200, "0.0E+000", "-1.5E+200"),
        (12_345.0, ".00E+0", ".12E+5"),
    ]);
}

#[test]
fn fractions() {
    check(&[
        (5.25, "# ?/?", "5 1/4"),
        (5.0, "# ?/?", "5    "),
        (5.0, "# #/#", "5"),
        (0.0, "# ?/?", "0    "),
        (0.25, "# ?/?", " 1/4"),
        (PI, "# ???/???", "3  16/113"),
        (PI, "??/??", "311/99"),
        (0.3, "# ??/16", "  5/16"),
        (0.99, "# ?/8", "1    "),
        (-2.5, "# ?/2", "-2 1/2"),
        (0.75, "#\\:#=/=?", "3=/=4"),
        (1.0, "#\\:#=/=?", "1      "),
        (1.0, "#\\:0=/=#", "1:0=/=1"),
        (1e21, "?/?", "1000000000000000000000/1"),
        (1e300, "# ?/?", &format!("1{}    ", "0".repeat(300))),
    ]);
}

#[test]
fn conditions() {
    check(&[
        (1.0, "[<10]#\" few\"", "1 few"),
        (10.0, "[<10]#\" few\"", "10"),
        (-11.0, "[<-10]#\" few\"", "-11 few"),
        (5.0, "[<  10]0.0", "5.0"),
        (5.0, "[>=100]\"big\";[>=5]\"middle\";\"small\"", "middle"),
        (4.0, "[>=100]\"big\";[>=5]\"middle\";\"small\"", "small"),
        (7.0, "[=7]\"seven\";0", "seven"),
        (8.0, "[<>7]0;\"seven\"", "8"),
        (
            2_500_000.0,
            "[>=1000000]0.0,,\"M\";[>=1000]0.0,\"K\";0",
            "2.5M",
        ),
        (2500.0, "[>=1000000]0.0,,\"M\";[>=1000]0.0,\"K\";0", "2.5K"),
        (250.0, "[>=1000000]0.0,,\"M\";[>=1000]0.0,\"K\";0", "250"),
    ]);
}

#[test]
fn moments() {
    check(&[
        (46_348.75, "d-m-y h:m", "22-11-26 18:0"),
        (46_348.75, "hh.mm.ss", "18.00.00"),
        (46_348.75, "h AM/PM", "6 PM"),
        (46_348.75, "h a/p", "6 p"),
        (46_348.0, "h A/P", "12 A"),
        (46_348.75, "mmmmm", "N"),
        (46_348.75, "yyy e b", "2026 2026 69"),
        (46_348.0, "[$-409]d mmmm yyyy;@", "22 November 2026"),
        (0.086_419_75, "h:mm:ss.00", "2:04:26.67"),
        (
            0.999_999_9,
            "h:mm:ss",
            "24:00:00".replace("24", "0").as_str(),
        ),
        (1.5, "[h]:mm", "36:00"),
        (1.5, "[mm]:ss", "2160:00"),
        (1.5, "[ss].0", "129600.0"),
        (-1.5, "[h]:mm", "-36:00"),
        (-1.0, "yyyy-mm-dd", "-1"),
        (3e6, "yyyy-mm-dd", "3000000"),
        (0.999_999, "h:mm", "0:00"),
        (0.999_99, "h:mm", "23:59"),
        (0.0, "d/m/yyyy", "0/1/1900"),
        (2_958_465.0, "yyyy-mm-dd", "9999-12-31"),
        (59.0, "yyyy-mm-dd", "1900-02-28"),
        (36_585.0, "yyyy-mm-dd", "2000-02-29"),
        (36_586.0, "yyyy-mm-dd", "2000-03-01"),
        (73_110.0, "yyyy-mm-dd", "2100-03-01"),
    ]);
    let shown = text(&Value::Number(0.0), Some("yyyy-mm-dd"), true);
    assert_eq!(shown, "1904-01-01");
}

#[test]
fn texts() {
    for (value, format, expected) in [
        ("tea", "@", "tea"),
        ("tea", "\"a \"@\", \"@", "a tea, tea"),
        ("tea", "0.00", "tea"),
        ("tea", ";;;\"no\"", "no"),
        ("tea", ";;;", ""),
        ("tea", "0;@\"!\"", "tea!"),
    ] {
        let shown = text(&Value::Text(value.into()), Some(format), false);
        assert_eq!(shown, expected, "{format}");
    }
    assert_eq!(text(&Value::Bool(true), Some(";;;<@>"), false), "<TRUE>");
    assert_eq!(text(&Value::Bool(false), Some("0.00"), false), "FALSE");
}

#[test]
fn general() {
    check(&[
        (12_345_678_901.0, "General", "12345678901"),
        (99_999_999_999.9, "General", "1E+11"),
        (0.1 + 0.2, "General", "0.3"),
        (1.0 / 3.0, "General", "0.333333333"),
        (-2.0 / 3.0, "General", "-0.666666667"),
        (0.000_123_456_789, "General", "0.000123457"),
        (1.234e-10, "General", "1.234E-10"),
        (9.999_999_999_9, "General", "10"),
    ]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Any code shows something, and not much more than its own length asks for.
    #[test]
    fn any_code_shows_something(
        code in "[0#?.,%/@eE+\\-;ymdhsbgAPM_*\\\\\"\\[\\]<>=1-9 $é:()]{0,40}|(General|AM/PM|\\[h\\]|\\[>=5\\]|0\\.00|#,##0|E\\+00|;|yyyy|ss|\\?/\\?){0,8}",
        n in prop_oneof![any::<f64>(), -1e6..1e6_f64, 0.0..3e6_f64, Just(0.0)],
        date1904: bool,
    ) {
        let shown = text(&Value::Number(n), Some(&code), date1904);
        prop_assert!(shown.len() <= 8 * MAX_FORMAT + 700);
        text(&Value::Text(code.as_str().into()), Some(&code), date1904);
    }

    /// Plain codes agree with the machine's own printing.
    #[test]
    fn fixed_places_are_rounded_to_the_nearest(n in -1e6..1e6_f64, places in 0_usize..6) {
        let code = format!("0.{}", "0".repeat(places));
        let shown = text(&Value::Number(n), Some(&code), false);
        let back: f64 = shown.trim_end_matches('.').parse().unwrap();
        prop_assert!((back - n).abs() <= 0.501 * 10_f64.powi(-i32::try_from(places).unwrap()));
    }
}
