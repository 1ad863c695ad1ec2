//! What may be a name.

use time::OffsetDateTime;

use crate::clock;

/// Why something cannot be called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("A name has 1 to {most} characters.")]
    Length { most: usize },
    #[error("A name has no control characters; character {place} is one.")]
    Control { place: usize },
    #[error("The time of expiry has passed already.")]
    Past,
}

/// A person's name, trimmed.
pub fn person_name(text: &str) -> Result<String, NameError> {
    checked(text, 80)
}

/// A workbook's name, trimmed.
pub fn workbook_name(text: &str) -> Result<String, NameError> {
    checked(text, 200)
}

/// What a link or token is for, trimmed.
pub fn label(text: &str) -> Result<String, NameError> {
    checked(text, 80)
}

/// Something may expire in the future, or never.
pub fn expiry(at: Option<OffsetDateTime>) -> Result<(), NameError> {
    if at.is_some_and(|at| at <= clock::now()) {
        Err(NameError::Past)
    } else {
        Ok(())
    }
}

fn checked(text: &str, most: usize) -> Result<String, NameError> {
    let text = text.trim();
    if let Some(place) = text.chars().position(char::is_control) {
        return Err(NameError::Control { place: place + 1 });
    }
    if !(1..=most).contains(&text.chars().count()) {
        return Err(NameError::Length { most });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_short_and_printable() {
        assert_eq!(
            person_name("  Ada Lovelace "),
            Ok("Ada Lovelace".to_owned())
        );
        assert_eq!(person_name(&"ü".repeat(80)), Ok("ü".repeat(80)));
        assert_eq!(person_name("   "), Err(NameError::Length { most: 80 }));
        assert_eq!(
            person_name(&"x".repeat(81)),
            Err(NameError::Length { most: 80 })
        );
        assert_eq!(
            workbook_name("a\u{0}b"),
            Err(NameError::Control { place: 2 })
        );
    }
}
