//! A message that only one browser can open: RFC 8291, in one record of RFC 8188 (`aes128gcm`).

use super::decoded;
use crate::secrets;
use anyhow::{Context, bail};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::SystemRandom;

/// Every message is as long as every other: how long a title is tells something, too. All push services take so much.
const WORDS: usize = 1_500;

const RECORD: u32 = 4096;
const POINT: usize = 65;

/// What the browser gave: its public key and its secret.
pub struct Keys {
    pub public: Vec<u8>,
    pub auth: Vec<u8>,
}

impl Keys {
    pub fn read(public: &str, auth: &str) -> anyhow::Result<Self> {
        let keys = Self {
            public: decoded(public).context("the key cannot be read")?,
            auth: decoded(auth).context("the secret cannot be read")?,
        };
        if keys.public.len() != POINT || keys.auth.len() != 16 {
            bail!("the keys have the wrong length");
        }
        Ok(keys)
    }

    /// With a key pair that is used once. Fails for a public key that is none.
    pub fn seal(&self, words: &[u8]) -> anyhow::Result<Vec<u8>> {
        if words.len() > WORDS {
            bail!("the message is too long");
        }
        let mut padded = words.to_vec();
        // The end of the words, and nothing after it.
        padded.push(2);
        padded.resize(WORDS + 1, 0);
        let mine = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new())
            .ok()
            .context("the system gives no randomness")?;
        let my_public = mine.compute_public_key().ok().context("no key")?;
        let salt = secrets::random::<16>()?;
        let theirs = UnparsedPublicKey::new(&ECDH_P256, &self.public);
        agree_ephemeral(mine, &theirs, |secret| {
            self.sealed(secret, my_public.as_ref(), &salt, padded)
        })
        .ok()
        .context("the key is none")?
    }

    fn sealed(
        &self,
        secret: &[u8],
        my_public: &[u8],
        salt: &[u8; 16],
        mut padded: Vec<u8>,
    ) -> anyhow::Result<Vec<u8>> {
        let agreed = Salt::new(HKDF_SHA256, &self.auth).extract(secret);
        let input: [u8; 32] = expanded(&agreed, &[b"WebPush: info\0", &self.public, my_public])?;
        let both = Salt::new(HKDF_SHA256, salt).extract(&input);
        let key: [u8; 16] = expanded(&both, &[b"Content-Encoding: aes128gcm\0"])?;
        let nonce: [u8; 12] = expanded(&both, &[b"Content-Encoding: nonce\0"])?;
        let key = UnboundKey::new(&AES_128_GCM, &key).ok().context("no key")?;
        LessSafeKey::new(key)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut padded)
            .ok()
            .context("not sealed")?;
        let mut message = salt.to_vec();
        message.extend(RECORD.to_be_bytes());
        message.push(POINT as u8);
        message.extend(my_public);
        message.extend(padded);
        Ok(message)
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expanded<const N: usize>(from: &Prk, info: &[&[u8]]) -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    let found = from.expand(info, Length(N)).and_then(|okm| okm.fill(&mut bytes));
    found.ok().context("no key")?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::push::encoded;

    /// RFC 8291, appendix A, from the agreed secret on.
    #[test]
    fn it_is_what_the_standard_says() {
        let bytes = |text| decoded(text).unwrap();
        let keys = Keys::read(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        )
        .unwrap();
        let mine =
            bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let secret = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let salt: [u8; 16] = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let mut words = b"When I grow up, I want to be a watermelon".to_vec();
        words.push(2);
        assert_eq!(
            encoded(keys.sealed(&secret, &mine, &salt, words).unwrap()),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_\
             yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn all_messages_are_of_one_length_and_a_key_that_is_none_is_refused() {
        let good = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let keys = Keys::read(good, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
        let (short, long) = (keys.seal(b"{}").unwrap(), keys.seal(&[b'x'; WORDS]).unwrap());
        assert_eq!(short.len(), long.len());
        assert!(long.len() <= RECORD as usize);
        assert!(keys.seal(&[b'x'; WORDS + 1]).is_err());
        assert!(Keys::read(good, "short").is_err());
        assert!(Keys::read("BCVx", "BTBZMqHH6r4Tts7J_aSIgg").is_err());
        let no_point = Keys::read(&encoded([4; POINT]), "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
        assert!(no_point.seal(b"{}").is_err());
    }
}
