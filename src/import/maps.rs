//! The maps that are built in.

/// A built-in map.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its name, as `import map NAME` takes it.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! built_in {
    ($($name:literal),*) => {
        &[$(BuiltIn { name: $name, text: include_str!(concat!("maps/", $name, ".toml")) }),*]
    };
}

/// All of them, in the order in which a file is tried. The last is what `--unmatched` writes.
pub const BUILT_IN: &[BuiltIn] = built_in!("alipay", "wechat", "icbc", "abc", "boc", "cmb", "bocom", "huikuan");

/// A customer's own list of payments: by the names its columns usually have.
pub const PAYMENTS: &str = include_str!("maps/list.toml");
