//! The part of the receipt that takes the ballot to another phone: the code, as letters and as a QR code.

use super::code::{code, scanned};
use crate::i18n::{Key, said};
use crate::offline::ballots::BallotRecord;
use crate::parts::tr;
use crate::ui::{Disclosure, QrCode};
use leptos::prelude::*;

pub(super) fn take_along(record: &BallotRecord) -> Option<AnyView> {
    let secret = ledger::unhex::<16>(&record.secret_hex)?;
    let scanned = scanned(&record.poll_id, &secret);
    let view = view! {
        <Disclosure summary=tr(Key::CodeTake)>
            <p>{said(Key::CodeHow)}</p>
            <div class="paper-code">
                <div>
                    <p class="receipt-label">{said(Key::CodeName)}</p>
                    <p class="receipt-code">{code(&secret)}</p>
                </div>
                <QrCode text=scanned name=tr(Key::CodeQr) />
            </div>
            <p>{said(Key::CodeKeep)}</p>
        </Disclosure>
    };
    Some(view.into_any())
}
