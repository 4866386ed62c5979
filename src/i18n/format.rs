//! Dates, numbers, plural forms and lists as the reader's language writes them, through the browser's Intl.
//!
//! Times are shown in the community's zone, never in the phone's: a poll ends for everybody at the same clock time.

use super::locale;
use crate::backend::When;
use crate::platform::clock::now_ms;
use crate::platform::lasting::Lasting;
use js_sys::Intl::{DateTimeFormat, ListFormat, NumberFormat, PluralRules};
use js_sys::{Array, Date, Function, Object, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// Until the service has said where the community lives.
const FIRST_ZONE: &str = "Asia/Shanghai";

/// What stands where a time is not known.
const UNKNOWN: &str = "—";

/// Making an Intl object costs a hundred times as much as using it.
struct Formats {
    tag: &'static str,
    zone: String,
    date_time: Function,
    day: Function,
    clock: Function,
    number: Function,
    percent: Function,
    list: ListFormat,
    plural: PluralRules,
}

thread_local! {
    static ZONE: Lasting<String> = Lasting::new(FIRST_ZONE.to_owned());
    static FORMATS: RefCell<Option<Rc<Formats>>> = const { RefCell::new(None) };
}

/// Sets the community's IANA zone. One that the browser does not know is left out: times stay in the zone before.
pub fn set_time_zone(zone: &str) {
    let current = ZONE.with(Lasting::clone);
    if current.with_untracked(|now| now != zone) && known_zone(zone) {
        current.set(zone.to_owned());
    }
}

/// `2026年11月22日星期日 20:02`, `Sunday, November 22, 2026 at 20:02`; what the backend wrote where it gives no instant.
pub fn date_time(when: &When) -> String {
    shown(when, |formats| &formats.date_time)
}

/// `2026年11月22日星期日`
pub fn day(when: &When) -> String {
    shown(when, |formats| &formats.day)
}

/// `20:02`, with the day before it unless it is today.
pub fn clock(when: &When) -> String {
    match when.at {
        Some(at) => clock_ms(at),
        None => date_time(when),
    }
}

/// `20:02`, whatever the day.
pub fn clock_only(when: &When) -> String {
    shown(when, |formats| &formats.clock)
}

/// The community's zone, where the phone lives in another one: then the times on the page are not its own.
pub fn zone_elsewhere() -> Option<String> {
    let zone = ZONE.with(Lasting::clone).get();
    let own = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let own = Reflect::get(&own, &"timeZone".into()).ok()?.as_string()?;
    (own != zone).then(|| zone_name(&zone).unwrap_or(zone))
}

/// `中国标准时间`, `China Standard Time`: what the reader's language calls a zone that the browser knows.
fn zone_name(zone: &str) -> Option<String> {
    let tags = Array::of1(&formats().tag.into());
    let wishes = [("timeZone", zone.into()), ("timeZoneName", "long".into())];
    let parts = DateTimeFormat::new(&tags, &options(&wishes)).format_to_parts(&Date::new_0());
    let of = |part: &JsValue, name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
    parts
        .iter()
        .find(|part| of(part, "type").as_deref() == Some("timeZoneName"))
        .and_then(|part| of(&part, "value"))
}

/// [`clock`] for an instant of this phone, in milliseconds.
pub fn clock_ms(at: i64) -> String {
    let formats = formats();
    let today = call(&formats.day, &now_ms().to_js()) == call(&formats.day, &at.to_js());
    call(
        if today { &formats.clock } else { &formats.date_time },
        &at.to_js(),
    )
}

/// `12,345`
pub fn number(n: u64) -> String {
    call(&formats().number, &JsValue::from_f64(n as f64))
}

/// Hundredths of a currency: `¥12,345`, `€0.50`; without a currency `12,345`, `0.5`.
pub fn money(hundredths: u64, currency: Option<&str>) -> String {
    let mut wishes: Vec<(&str, JsValue)> = Vec::new();
    if let Some(code) = currency {
        wishes.extend([
            ("style", "currency".into()),
            ("currency", code.into()),
            ("currencyDisplay", "narrowSymbol".into()),
        ]);
    }
    // Nobody reads a price list for its two zeros.
    let decimals = if hundredths.is_multiple_of(100) { 0 } else { 2 };
    wishes.extend([
        ("minimumFractionDigits", decimals.into()),
        ("maximumFractionDigits", decimals.into()),
    ]);
    let tags = Array::of1(&formats().tag.into());
    let format = NumberFormat::new(&tags, &options(&wishes)).format();
    call(&format, &JsValue::from_f64(hundredths as f64 / 100.0))
}

/// Thousandths as per cent: `12.3%`.
pub fn permille(share: u32) -> String {
    call(&formats().percent, &JsValue::from_f64(f64::from(share) / 1000.0))
}

/// `甲、乙和丙`, `A, B, and C`
pub fn list(items: &[String]) -> String {
    let items: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    formats().list.format(&items).into()
}

/// Names as the reader's language sorts them; Chinese by sound.
pub fn compare(one: &str, other: &str) -> std::cmp::Ordering {
    let tags = Array::of1(&formats().tag.into());
    js_sys::JsString::from(one)
        .locale_compare(other, &tags, &Object::new())
        .cmp(&0)
}

/// The CLDR plural category of `n`.
pub(super) fn plural_form(n: u64) -> String {
    formats().plural.select(n as f64).into()
}

/// A language's name in itself; its tag where the browser has no names.
pub(super) fn language_name(tag: &str) -> String {
    let name = || {
        let options = options(&[("type", "language".into())]);
        let constructor = Reflect::get(
            &Reflect::get(&js_sys::global(), &"Intl".into()).ok()?,
            &"DisplayNames".into(),
        );
        let constructor: Function = constructor.ok()?.dyn_into().ok()?;
        let names = Reflect::construct(&constructor, &Array::of2(&Array::of1(&tag.into()), &options)).ok()?;
        let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &tag.into()).ok()?.as_string()
    };
    name().unwrap_or_else(|| tag.to_owned())
}

fn shown(when: &When, format: impl FnOnce(&Formats) -> &Function) -> String {
    match (when.at, &when.display) {
        (Some(at), _) => call(format(&formats()), &at.to_js()),
        (None, Some(text)) => text.clone(),
        (None, None) => UNKNOWN.to_owned(),
    }
}

trait ToJs {
    fn to_js(self) -> JsValue;
}

impl ToJs for i64 {
    fn to_js(self) -> JsValue {
        JsValue::from_f64(self as f64)
    }
}

/// Intl's `format` functions are bound to their object already.
fn call(format: &Function, value: &JsValue) -> String {
    format
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// The formats of the current language and zone; subscribes the caller to both.
fn formats() -> Rc<Formats> {
    let tag = locale().get().formats();
    let zone = ZONE.with(Lasting::clone).get();
    FORMATS.with_borrow_mut(|kept| match kept {
        Some(formats) if formats.tag == tag && formats.zone == zone => formats.clone(),
        _ => kept.insert(Rc::new(make(tag, zone))).clone(),
    })
}

fn make(tag: &'static str, zone: String) -> Formats {
    let tags = Array::of1(&tag.into());
    let time: [(&str, JsValue); 3] = [
        ("hour", "2-digit".into()),
        ("minute", "2-digit".into()),
        ("hourCycle", "h23".into()),
    ];
    let date: [(&str, JsValue); 4] = [
        ("year", "numeric".into()),
        ("month", "long".into()),
        ("day", "numeric".into()),
        ("weekday", "long".into()),
    ];
    let in_zone: [(&str, JsValue); 1] = [("timeZone", zone.as_str().into())];
    let dates = |parts: &[&[(&str, JsValue)]]| DateTimeFormat::new(&tags, &options(&parts.concat())).format();
    Formats {
        date_time: dates(&[&in_zone, &date, &time]),
        day: dates(&[&in_zone, &date]),
        clock: dates(&[&in_zone, &time]),
        number: NumberFormat::new(&tags, &Object::new()).format(),
        percent: NumberFormat::new(
            &tags,
            &options(&[("style", "percent".into()), ("maximumFractionDigits", 1.into())]),
        )
        .format(),
        list: ListFormat::new(&tags, &Object::new()),
        plural: PluralRules::new(&tags, &Object::new()),
        tag,
        zone,
    }
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

/// Intl throws on a zone it does not know; asked through Reflect, that is an answer instead of the end of the app.
fn known_zone(zone: &str) -> bool {
    let ask = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let arguments = Array::of2(&JsValue::UNDEFINED, &options(&[("timeZone", zone.into())]));
        Reflect::construct(&constructor, &arguments).ok()
    };
    ask().is_some()
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    /// 2026-11-22T16:30:00Z: in Shanghai the next day has begun.
    const AT: i64 = 1_795_365_000_000;

    fn reading(language: Locale, zone: &str) {
        locale().set(language);
        set_time_zone(zone);
    }

    #[wasm_bindgen_test]
    fn times_are_those_of_the_community() {
        reading(Locale::ZhCn, "Asia/Shanghai");
        assert_eq!(
            date_time(&When::at(AT)).replace(' ', ""),
            "2026年11月23日星期一00:30"
        );
        assert_eq!(day(&When::at(AT)), "2026年11月23日星期一");
        reading(Locale::En, "Asia/Shanghai");
        assert_eq!(day(&When::at(AT)), "Monday, November 23, 2026");
        assert!(date_time(&When::at(AT)).ends_with("00:30"));
        reading(Locale::En, "Europe/Berlin");
        assert!(date_time(&When::at(AT)).ends_with("17:30"));
    }

    #[wasm_bindgen_test]
    fn a_zone_that_does_not_exist_changes_nothing() {
        reading(Locale::ZhCn, "Asia/Shanghai");
        set_time_zone("Mars/Olympus_Mons");
        assert_eq!(day(&When::at(AT)), "2026年11月23日星期一");
    }

    #[wasm_bindgen_test]
    fn times_without_an_instant_are_shown_as_they_came() {
        reading(Locale::En, "Asia/Shanghai");
        assert_eq!(
            date_time(&When::shown("Nov. 3, 2026, 2:14 a.m.")),
            "Nov. 3, 2026, 2:14 a.m."
        );
        assert_eq!(clock(&When::shown("59 days left")), "59 days left");
        assert_eq!(date_time(&When::default()), UNKNOWN);
    }

    #[wasm_bindgen_test]
    fn the_clock_says_the_day_unless_it_is_today() {
        reading(Locale::ZhCn, "Asia/Shanghai");
        assert_eq!(clock_ms(now_ms()).chars().count(), "00:30".len());
        let earlier = now_ms() - 3 * 86_400_000;
        assert_eq!(clock_ms(earlier), date_time(&When::at(earlier)));
    }

    #[wasm_bindgen_test]
    fn numbers_shares_and_lists_follow_the_language() {
        reading(Locale::En, "Asia/Shanghai");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(permille(667), "66.7%");
        assert_eq!(permille(500), "50%");
        let three = ["a", "b", "c"].map(String::from);
        assert_eq!(list(&three), "a, b, and c");
        reading(Locale::ZhCn, "Asia/Shanghai");
        assert_eq!(list(&three), "a、b和c");
        assert_eq!(list(&[]), "");
    }

    #[wasm_bindgen_test]
    fn plural_categories_come_from_the_language() {
        reading(Locale::En, "Asia/Shanghai");
        assert_eq!([0, 1, 2].map(plural_form), ["other", "one", "other"]);
        reading(Locale::ZhCn, "Asia/Shanghai");
        assert_eq!([0, 1, 2].map(plural_form), ["other", "other", "other"]);
    }

    #[wasm_bindgen_test]
    fn languages_are_named_in_themselves() {
        assert_eq!(Locale::ZhCn.own_name(), "简体中文");
        assert_eq!(Locale::ZhTw.own_name(), "繁體中文");
        assert_eq!(Locale::En.own_name(), "English");
        assert_eq!(Locale::Ar.own_name(), "العربية");
    }
}
