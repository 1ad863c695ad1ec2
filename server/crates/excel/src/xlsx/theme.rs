//! `theme1.xml`: the twelve colours.

use std::io::BufRead;

use crate::{
    error::ImportError,
    style::color::{Palette, parse},
    xml::{Node, Xml},
};

/// Reads the colour scheme into the palette.
pub(crate) fn read<R: BufRead>(mut xml: Xml<R>, palette: &mut Palette) -> Result<(), ImportError> {
    let mut place = None;
    let mut inside = false;
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "clrScheme" => inside = true,
            Node::Start(tag) if inside => {
                place = match tag.name() {
                    "lt1" => Some(0),
                    "dk1" => Some(1),
                    "lt2" => Some(2),
                    "dk2" => Some(3),
                    "accent1" => Some(4),
                    "accent2" => Some(5),
                    "accent3" => Some(6),
                    "accent4" => Some(7),
                    "accent5" => Some(8),
                    "accent6" => Some(9),
                    "hlink" => Some(10),
                    "folHlink" => Some(11),
                    _ => place,
                };
                let value = match tag.name() {
                    "srgbClr" => tag.attr("val"),
                    "sysClr" => tag.attr("lastClr"),
                    _ => None,
                };
                if let (Some(i), Some(rgb)) = (place, value.and_then(|v| parse(&v))) {
                    palette.theme[i] = rgb;
                }
            }
            Node::End(tag) if tag.name() == "clrScheme" => return Ok(()),
            Node::Eof => return Ok(()),
            _ => {}
        }
    }
}
