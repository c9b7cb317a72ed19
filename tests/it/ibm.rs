//! A public sample of 2,466 real invoices, with figures that independent programs computed from it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::harness::{Dir, shared};
