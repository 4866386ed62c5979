//! Preferences in words.

use crate::access::read_aloud::speed_key;
use crate::access::{Preferences, Theme};
use crate::i18n::{Key, t};

pub fn text(step: u8) -> Key {
    match step {
        ..=18 => Key::SettingsText18,
        19..=21 => Key::SettingsText21,
        22..=24 => Key::SettingsText24,
        25..=30 => Key::SettingsText30,
        _ => Key::SettingsText36,
    }
}

pub fn theme(theme: Theme) -> Key {
    match theme {
        Theme::Auto => Key::SettingsColoursAuto,
        Theme::Light => Key::SettingsColoursLight,
        Theme::Dark => Key::SettingsColoursDark,
        Theme::Contrast => Key::SettingsColoursContrast,
    }
}

/// What is chosen, each with its name, always in the same order.
pub fn all(p: &Preferences) -> [(Key, String); 6] {
    let mode = match p.elder {
        true => Key::SettingsModeElder,
        false => Key::SettingsModeStandard,
    };
    let spacing = match p.spacing {
        true => Key::SettingsSpacing,
        false => Key::SettingsOrdinary,
    };
    let motion = match p.still {
        true => Key::SettingsMotion,
        false => Key::SettingsOrdinary,
    };
    [
        (Key::SettingsMode, t(mode)),
        (Key::SettingsText, t(text(p.text_step))),
        (Key::SettingsColours, t(theme(p.theme))),
        (Key::SettingsSpacingLegend, t(spacing)),
        (Key::SettingsMotionLegend, t(motion)),
        (Key::SettingsSpeed, t(speed_key(p.speed))),
    ]
}
