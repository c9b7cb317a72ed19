//! The people at a customer.

use super::fields::Fields;

/// A person at the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contact<'c> {
    /// Name.
    pub name: &'c str,
    /// handler, approver, cashier, owner or other.
    pub role: &'c str,
    /// Phone.
    pub phone: &'c str,
    /// Mail address.
    pub email: &'c str,
    /// `WeChat` id.
    pub wechat: &'c str,
}

/// The people at a customer in one text: few of them are ever looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Contacts(Box<str>);

impl<'c> FromIterator<Contact<'c>> for Contacts {
    fn from_iter<I: IntoIterator<Item = Contact<'c>>>(contacts: I) -> Self {
        let mut text = String::new();
        for Contact { name, role, phone, email, wechat } in contacts {
            for field in [name, role, phone, email, wechat] {
                text.push_str(field);
                text.push(FIELD_END);
            }
        }
        Self(text.into())
    }
}

/// No text of a book has a control character.
const FIELD_END: char = '\0';

impl Contacts {
    pub(super) fn iter(&self) -> impl Iterator<Item = Contact<'_>> {
        let mut fields = self.0.split_terminator(FIELD_END);
        std::iter::from_fn(move || {
            let mut field = || fields.next();
            Some(Contact { name: field()?, role: field()?, phone: field()?, email: field()?, wechat: field()? })
        })
    }
}

const ROLES: [&str; 5] = ["handler", "approver", "cashier", "owner", "other"];

/// A role that a contact may have.
pub(super) fn role(word: &str) -> Option<&'static str> {
    ROLES.into_iter().find(|role| *role == word)
}

pub(super) fn read_contact<'t>(fields: Fields<'_, 't, '_>) -> Contact<'t> {
    let role = fields.choice("role", &ROLES).and_then(|index| ROLES.get(index).copied());
    let contact = Contact {
        name: fields.need_words("name"),
        role: role.unwrap_or_default(),
        phone: fields.borrowed("phone").unwrap_or_default(),
        email: fields.borrowed("email").unwrap_or_default(),
        wechat: fields.borrowed("wechat").unwrap_or_default(),
    };
    fields.finish();
    contact
}
