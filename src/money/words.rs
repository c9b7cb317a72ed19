//! Amounts in words (大写), as 支付结算办法 has them: 整 stands after 元 or 角, never after 分.

use super::Money;
use crate::text::Lang;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(u64, &str); 5] =
    [(1_000_000_000_000_000, "quadrillion"), (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")];

impl Money {
    /// The amount of renminbi in words: 人民币壹仟肆佰零玖元伍角整, `CNY one thousand four hundred and nine and 50/100`.
    pub fn in_words(self, lang: Lang) -> String {
        self.in_words_of("CNY", lang)
    }

    /// The same in a currency of an ISO 4217 code.
    pub fn in_words_of(self, currency: &str, lang: Lang) -> String {
        let cents = self.0.unsigned_abs();
        let (whole, rest) = (cents / 100, cents % 100);
        match lang {
            Lang::Zh => {
                let sign = if self.0 < 0 { "负" } else { "" };
                format!("{}{sign}{}", chinese_name(currency), chinese(whole, rest))
            }
            Lang::En => {
                let sign = if self.0 < 0 { "minus " } else { "" };
                format!("{currency} {sign}{} and {rest:02}/100", english(whole))
            }
        }
    }
}

/// What stands before the amount; the code where Chinese bills have no everyday word.
fn chinese_name(currency: &str) -> &str {
    match currency {
        "CNY" => "人民币",
        "USD" => "美元",
        "EUR" => "欧元",
        "HKD" => "港币",
        "JPY" => "日元",
        "GBP" => "英镑",
        other => other,
    }
}

fn chinese(whole: u64, rest: u64) -> String {
    let (tenths, hundredths) = (rest / 10, rest % 10);
    let mut out = String::new();
    if whole > 0 || rest == 0 {
        push_chinese(whole, &mut out);
        out.push('元');
    }
    if tenths > 0 {
        out += digit(tenths);
        out.push('角');
    } else if hundredths > 0 && whole > 0 {
        out.push('零');
    }
    if hundredths > 0 {
        out += digit(hundredths);
        out.push('分');
    } else {
        out.push('整');
    }
    out
}

fn digit(number: u64) -> &'static str {
    DIGITS.get((number % 10) as usize).copied().unwrap_or_default()
}

/// The largest unit first; one 零 for any run of zeros before what follows.
// Each unit is above zero.
#[allow(clippy::arithmetic_side_effects)]
fn push_chinese(number: u64, out: &mut String) {
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1_000, "仟"), (100, "佰"), (10, "拾")] {
        if number >= unit {
            push_chinese(number / unit, out);
            *out += name;
            let rest = number % unit;
            if rest > 0 {
                if rest < unit / 10 {
                    out.push('零');
                }
                push_chinese(rest, out);
            }
            return;
        }
    }
    *out += digit(number);
}

// Each scale is above zero.
#[allow(clippy::arithmetic_side_effects)]
fn english(number: u64) -> String {
    for (unit, name) in SCALES {
        if number >= unit {
            let (head, rest) = (english(number / unit), number % unit);
            return match rest {
                0 => format!("{head} {name}"),
                1..100 => format!("{head} {name} and {}", english(rest)),
                _ => format!("{head} {name} {}", english(rest)),
            };
        }
    }
    let small = |number: u64| SMALL.get(number as usize).copied().unwrap_or_default();
    match number {
        0..20 => small(number).to_string(),
        20..100 => {
            let tens = TENS.get((number / 10) as usize).copied().unwrap_or_default();
            if number.is_multiple_of(10) { tens.to_string() } else { format!("{tens}-{}", small(number % 10)) }
        }
        _ if number.is_multiple_of(100) => format!("{} hundred", small(number / 100)),
        _ => format!("{} hundred and {}", small(number / 100), english(number % 100)),
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn zh(text: &str) -> String {
        Money::parse(text.as_bytes()).map(|money| money.in_words(Lang::Zh)).unwrap_or_default()
    }

    fn en(text: &str) -> String {
        Money::parse(text.as_bytes()).map(|money| money.in_words(Lang::En)).unwrap_or_default()
    }

    #[test]
    fn chinese_words() {
        for (text, words) in [
            ("0", "零元整"),
            ("0.05", "伍分"),
            ("0.50", "伍角整"),
            ("0.55", "伍角伍分"),
            ("1", "壹元整"),
            ("10", "壹拾元整"),
            ("10.01", "壹拾元零壹分"),
            ("105", "壹佰零伍元整"),
            ("110", "壹佰壹拾元整"),
            ("1000.10", "壹仟元壹角整"),
            ("1001", "壹仟零壹元整"),
            ("1409.50", "壹仟肆佰零玖元伍角整"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("325.04", "叁佰贰拾伍元零肆分"),
            ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
            ("50000", "伍万元整"),
            ("100000", "壹拾万元整"),
            ("107000.53", "壹拾万柒仟元伍角叁分"),
            ("100500", "壹拾万零伍佰元整"),
            ("1000000", "壹佰万元整"),
            ("1000001", "壹佰万零壹元整"),
            ("10001000", "壹仟万壹仟元整"),
            ("100000000", "壹亿元整"),
            ("100000001", "壹亿零壹元整"),
            ("105000000", "壹亿零伍佰万元整"),
            ("100010000", "壹亿零壹万元整"),
            ("120000500.05", "壹亿贰仟万零伍佰元零伍分"),
            ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ] {
            assert_eq!(zh(text), format!("人民币{words}"), "{text}");
        }
        assert_eq!(Money::from_cents(100_000_000_000_000).in_words(Lang::Zh), "人民币壹万亿元整");
        assert_eq!(Money::from_cents(-5_000).in_words(Lang::Zh), "人民币负伍拾元整");
        assert_eq!(Money::from_cents(5_000).in_words_of("USD", Lang::Zh), "美元伍拾元整");
    }

    #[test]
    fn english_words() {
        for (text, words) in [
            ("0", "zero and 00/100"),
            ("0.05", "zero and 05/100"),
            ("13", "thirteen and 00/100"),
            ("20", "twenty and 00/100"),
            ("21.10", "twenty-one and 10/100"),
            ("100", "one hundred and 00/100"),
            ("1409.50", "one thousand four hundred and nine and 50/100"),
            ("1009", "one thousand and nine and 00/100"),
            ("100000", "one hundred thousand and 00/100"),
            ("1000001", "one million and one and 00/100"),
            ("2345678.90", "two million three hundred and forty-five thousand six hundred and seventy-eight and 90/100"),
        ] {
            assert_eq!(en(text), format!("CNY {words}"), "{text}");
        }
        assert_eq!(Money::from_cents(100_000_000_000_000).in_words(Lang::En), "CNY one trillion and 00/100");
        assert_eq!(Money::from_cents(-1).in_words_of("EUR", Lang::En), "EUR minus zero and 01/100");
    }

    /// What words say, added up again.
    fn value(words: &str) -> u64 {
        let (mut sum, mut section, mut last) = (0_u64, 0_u64, 0_u64);
        for c in words.trim_start_matches("人民币").chars() {
            match DIGITS.iter().position(|digit| digit.starts_with(c)) {
                Some(number) => last = number as u64,
                None => match c {
                    '仟' | '佰' | '拾' => {
                        section += last
                            * if c == '仟' {
                                1_000
                            } else if c == '佰' {
                                100
                            } else {
                                10
                            };
                        last = 0;
                    }
                    '万' | '亿' => {
                        sum = (sum + section + last) * if c == '万' { 10_000 } else { 100_000_000 };
                        (section, last) = (0, 0);
                    }
                    _ => {}
                },
            }
        }
        sum + section + last
    }

    proptest::proptest! {
        #[test]
        fn chinese_words_read_back(whole in 0_i64..100_000_000) {
            let words = Money::from_cents(whole * 100).in_words(Lang::Zh);
            // 万 within 亿 would need a stack; below 亿 the sum is plain.
            proptest::prop_assert_eq!(value(&words), whole as u64);
            proptest::prop_assert!(!words.contains("零零") && !words.contains("零万") && !words.contains("零元") || whole == 0);
        }
    }
}
