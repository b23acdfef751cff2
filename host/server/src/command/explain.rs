//! `mitra explain`: the page of an error's code.

use clap::Args;
use mitra_project::{codes, explain};

/// Say what an error means, and who must do what.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code, such as `E0103`; all of them for none.
    code: Option<String>,
}

impl Explain {
    #[expect(clippy::print_stdout, reason = "the page is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let page = match &self.code {
            Some(code) => explain(code).ok_or_else(|| {
                anyhow::anyhow!("there is no error `{code}`: `mitra explain` lists all of them")
            })?,
            None => codes(),
        };
        print!("{page}");
        Ok(())
    }
}
