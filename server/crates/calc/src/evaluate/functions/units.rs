//! Units of measure: `CONVERT`.

use daylight_model::{ErrorCode, Value};

use super::{
    super::convert,
    call::{Answer, Call, Ours, each},
    values::Values,
};

/// The one of them.
pub(super) fn functions() -> Vec<Ours> {
    vec![each("CONVERT", 3..=3, converted)]
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Mass,
    Length,
    Time,
    Pressure,
    Force,
    Energy,
    Power,
    Magnetism,
    Temperature,
    Volume,
    Area,
    Information,
    Speed,
}

/// Which prefixes a unit takes, and what they count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefixes {
    None,
    /// Powers of ten.
    Plain,
    /// Of an area or a volume: of the length that it is made of.
    Power(i32),
    /// Powers of ten and of two.
    Bits,
}

use Kind::{
    Area, Energy, Force, Information, Length, Magnetism, Mass, Power, Pressure, Speed, Temperature,
    Time, Volume,
};
use Prefixes::{Bits, None as Bare, Plain};

const LIGHT_YEAR: f64 = 9_460_730_472_580_800.0;
const SURVEY_MILE: f64 = 6_336_000.0 / 3937.0;
const POINT: f64 = 0.0254 / 72.0;

/// Units by all their names, with how many of the kind's first one they are.
#[rustfmt::skip]
const UNITS: &[(Kind, &[&str], f64, Prefixes)] = &[
    (Mass, &["g"], 1.0, Plain), (Mass, &["u"], 1.660_538_782e-24, Plain), (Mass, &["grain"], 0.064_798_91, Bare),
    (Mass, &["ozm"], 28.349_523_125, Bare), (Mass, &["lbm"], 453.592_37, Bare), (Mass, &["stone"], 6_350.293_18, Bare),
    (Mass, &["sg"], 14_593.902_937_206_4, Bare), (Mass, &["cwt", "shweight"], 45_359.237, Bare),
    (Mass, &["uk_cwt", "lcwt", "hweight"], 50_802.345_44, Bare), (Mass, &["ton"], 907_184.74, Bare),
    (Mass, &["uk_ton", "LTON", "brton"], 1_016_046.908_8, Bare),
    (Length, &["m"], 1.0, Plain), (Length, &["in"], 0.0254, Bare), (Length, &["ft"], 0.3048, Bare),
    (Length, &["yd"], 0.9144, Bare), (Length, &["mi"], 1609.344, Bare), (Length, &["Nmi"], 1852.0, Bare),
    (Length, &["ell"], 1.143, Bare), (Length, &["ang"], 1e-10, Plain), (Length, &["ly"], LIGHT_YEAR, Plain),
    (Length, &["parsec", "pc"], 3.085_677_581_281_55e16, Plain), (Length, &["Picapt", "Pica"], POINT, Bare),
    (Length, &["pica"], 0.0254 / 6.0, Bare), (Length, &["survey_mi"], SURVEY_MILE, Bare),
    (Time, &["s", "sec"], 1.0, Plain), (Time, &["mn", "min"], 60.0, Bare), (Time, &["hr"], 3600.0, Bare),
    (Time, &["d", "day"], 86_400.0, Bare), (Time, &["yr"], 31_557_600.0, Bare),
    (Pressure, &["Pa", "p"], 1.0, Plain), (Pressure, &["atm", "at"], 101_325.0, Plain),
    (Pressure, &["mmHg"], 133.322, Plain), (Pressure, &["psi"], 6_894.757_293_168_36, Bare),
    (Pressure, &["Torr"], 133.322_368_421_053, Bare),
    (Force, &["N"], 1.0, Plain), (Force, &["dyn", "dy"], 1e-5, Plain), (Force, &["lbf"], 4.448_221_615_260_5, Bare),
    (Force, &["pond"], 0.009_806_65, Plain),
    (Energy, &["J"], 1.0, Plain), (Energy, &["e"], 1e-7, Plain), (Energy, &["c"], 4.184, Plain),
    (Energy, &["cal"], 4.1868, Plain), (Energy, &["eV", "ev"], 1.602_176_487e-19, Plain),
    (Energy, &["HPh", "hh"], 2_684_519.537_696_17, Bare), (Energy, &["Wh", "wh"], 3600.0, Plain),
    (Energy, &["flb"], 1.355_817_948_331_4, Bare), (Energy, &["BTU", "btu"], 1_055.055_852_62, Bare),
    (Power, &["W", "w"], 1.0, Plain), (Power, &["HP", "h"], 745.699_871_582_27, Bare),
    (Power, &["PS"], 735.498_75, Bare),
    (Magnetism, &["T"], 1.0, Plain), (Magnetism, &["ga"], 1e-4, Plain),
    (Temperature, &["K", "kel"], 1.0, Plain), (Temperature, &["C", "cel"], 1.0, Bare),
    (Temperature, &["F", "fah"], 5.0 / 9.0, Bare), (Temperature, &["Rank"], 5.0 / 9.0, Bare),
    (Temperature, &["Reau"], 1.25, Bare),
    (Volume, &["m3", "m^3"], 1.0, Prefixes::Power(3)), (Volume, &["l", "L", "lt"], 1e-3, Plain),
    (Volume, &["tsp"], 4.928_921_593_75e-6, Bare), (Volume, &["tspm"], 5e-6, Bare),
    (Volume, &["tbs"], 1.478_676_478_125e-5, Bare), (Volume, &["oz"], 2.957_352_956_25e-5, Bare),
    (Volume, &["cup"], 2.365_882_365e-4, Bare), (Volume, &["pt", "us_pt"], 4.731_764_73e-4, Bare),
    (Volume, &["uk_pt"], 5.682_612_5e-4, Bare), (Volume, &["qt"], 9.463_529_46e-4, Bare),
    (Volume, &["uk_qt"], 1.136_522_5e-3, Bare), (Volume, &["gal"], 3.785_411_784e-3, Bare),
    (Volume, &["uk_gal"], 4.546_09e-3, Bare), (Volume, &["barrel"], 0.158_987_294_928, Bare),
    (Volume, &["bushel"], 0.035_239_070_166_88, Bare), (Volume, &["GRT", "regton"], 2.831_684_659_2, Bare),
    (Volume, &["MTON"], 1.132_673_863_68, Bare), (Volume, &["in3", "in^3"], 1.638_706_4e-5, Bare),
    (Volume, &["ft3", "ft^3"], 0.028_316_846_592, Bare), (Volume, &["yd3", "yd^3"], 0.764_554_857_984, Bare),
    (Volume, &["mi3", "mi^3"], 1609.344 * 1609.344 * 1609.344, Bare),
    (Volume, &["Nmi3", "Nmi^3"], 1852.0 * 1852.0 * 1852.0, Bare), (Volume, &["ang3", "ang^3"], 1e-30, Prefixes::Power(3)),
    (Volume, &["ly3", "ly^3"], LIGHT_YEAR * LIGHT_YEAR * LIGHT_YEAR, Prefixes::Power(3)),
    (Volume, &["Picapt3", "Picapt^3", "Pica3", "Pica^3"], POINT * POINT * POINT, Bare),
    (Area, &["m2", "m^2"], 1.0, Prefixes::Power(2)), (Area, &["ar"], 100.0, Plain), (Area, &["ha"], 10_000.0, Bare),
    (Area, &["Morgen"], 2500.0, Bare), (Area, &["uk_acre"], 4_046.856_422_4, Bare),
    (Area, &["us_acre"], SURVEY_MILE * SURVEY_MILE / 640.0, Bare), (Area, &["in2", "in^2"], 6.4516e-4, Bare),
    (Area, &["ft2", "ft^2"], 0.092_903_04, Bare), (Area, &["yd2", "yd^2"], 0.836_127_36, Bare),
    (Area, &["mi2", "mi^2"], 1609.344 * 1609.344, Bare), (Area, &["Nmi2", "Nmi^2"], 1852.0 * 1852.0, Bare),
    (Area, &["ang2", "ang^2"], 1e-20, Prefixes::Power(2)),
    (Area, &["ly2", "ly^2"], LIGHT_YEAR * LIGHT_YEAR, Prefixes::Power(2)),
    (Area, &["Picapt2", "Picapt^2", "Pica2", "Pica^2"], POINT * POINT, Bare),
    (Information, &["bit"], 1.0, Bits), (Information, &["byte"], 8.0, Bits),
    (Speed, &["m/s", "m/sec"], 1.0, Plain), (Speed, &["m/h", "m/hr"], 1.0 / 3600.0, Plain),
    (Speed, &["mph"], 0.447_04, Bare), (Speed, &["kn"], 1852.0 / 3600.0, Bare),
    (Speed, &["admkn"], 0.514_773_333_333_333, Bare),
];

const POWERS_OF_TEN: &[(&str, i32)] = &[
    ("Y", 24),
    ("Z", 21),
    ("E", 18),
    ("P", 15),
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
    ("h", 2),
    ("da", 1),
    ("e", 1),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("u", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
    ("a", -18),
    ("z", -21),
    ("y", -24),
];

const POWERS_OF_TWO: &[(&str, i32)] = &[
    ("Yi", 80),
    ("Zi", 70),
    ("Ei", 60),
    ("Pi", 50),
    ("Ti", 40),
    ("Gi", 30),
    ("Mi", 20),
    ("ki", 10),
];

/// A unit with its prefix: the kind, the plain unit's name, and how many of the kind's first one it is.
fn unit(name: &str) -> Option<(Kind, &'static str, f64)> {
    let plain = |name: &str| {
        let all = UNITS.iter();
        all.flat_map(|(kind, names, factor, prefixes)| {
            names.iter().map(move |n| (*n, *kind, *factor, *prefixes))
        })
        .find(|(n, ..)| *n == name)
    };
    if let Some((name, kind, factor, _)) = plain(name) {
        return Some((kind, name, factor));
    }
    let two = POWERS_OF_TWO.iter().map(|(p, n)| (*p, 2, *n));
    let ten = POWERS_OF_TEN.iter().map(|(p, n)| (*p, 10, *n));
    two.chain(ten).find_map(|(prefix, base, power)| {
        let (name, kind, factor, prefixes) = plain(name.strip_prefix(prefix)?)?;
        let times = match prefixes {
            Bare => return None,
            Plain | Prefixes::Power(_) if base == 2 => return None,
            Prefixes::Power(of) => power * of,
            Plain | Bits => power,
        };
        Some((kind, name, factor * f64::from(base).powi(times)))
    })
}

fn converted(_: &Call, args: &Values<'_>) -> Answer {
    let n = args.number(0)?;
    let (from, to) = (args.text(1)?, args.text(2)?);
    let ((kind, from, size), (other, to, into)) = (
        unit(&from).ok_or(ErrorCode::Na)?,
        unit(&to).ok_or(ErrorCode::Na)?,
    );
    if kind != other {
        return Err(ErrorCode::Na);
    }
    if kind != Temperature {
        return Ok(convert::number(n * (size / into)));
    }
    // Where each scale has its zero, in kelvin.
    let zero = |name: &str| match name {
        "C" | "cel" | "Reau" => 273.15,
        "F" | "fah" => 459.67 * 5.0 / 9.0,
        _ => 0.0,
    };
    if from == to {
        return Ok(Value::Number(n * size / into));
    }
    Ok(convert::number((n * size + zero(from) - zero(to)) / into))
}
