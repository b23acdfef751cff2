//! The page that checks certificates: its files, and the verifier compiled for browsers, in one folder that `mitra`
//! serves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use mitra_project::rust::{TARGET, Toolchain};

use crate::toolchain;
use crate::workspace::{cargo, root, run, target};

/// The page's source.
const SOURCE: &str = "host/verify-page";
/// The most that the page is over the wire, packed with gzip: half a minute in the worst of networks.
const WIRE_BYTES_MAX: usize = 400 * 1_000;

/// Makes the folder, and checks that it is small.
pub(crate) fn build() -> anyhow::Result<()> {
    let folder = target().join("verify-page");
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(root().join(SOURCE).join("page"))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    let module = compile(&toolchain::find()?)?;
    fs::copy(&module, folder.join("verifier.wasm"))
        .with_context(|| format!("cannot copy `{}`", module.display()))?;
    let wire = measure(&folder)?;
    println!("    {}: {} KB over the wire", folder.display(), wire.div_ceil(1_000));
    ensure!(wire <= WIRE_BYTES_MAX, "the page is larger than {WIRE_BYTES_MAX} bytes over the wire");
    Ok(())
}

/// Compiles the verifier with the toolchain of guests; gives where it is.
fn compile(toolchain: &Toolchain) -> anyhow::Result<PathBuf> {
    println!("    {SOURCE}: building with {}", toolchain.name());
    let folder = target().join("verify-page-build");
    let mut command = match toolchain {
        Toolchain::Installed => cargo(),
        Toolchain::Debian { linker } => {
            let mut command = Command::new("/usr/bin/cargo");
            command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
            command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            command
        }
    };
    command.current_dir(root().join(SOURCE)).env_remove("RUSTFLAGS");
    // A panic names its file, and where that lies is another place for each who builds it, often with their name.
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let flags = vec![remap(&home::cargo_home()?, "/cargo"), remap(root(), "/mitra")];
    let flags = format!("target.{TARGET}.rustflags={}", toml::Value::from(flags));
    command.arg("--config").arg(flags).args([
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--target",
        TARGET,
    ]);
    if matches!(toolchain, Toolchain::Debian { .. }) {
        command.arg("-Zbuild-std=std,panic_abort");
    }
    run(command.arg("--target-dir").arg(&folder))?;
    Ok(folder.join(TARGET).join("release/mitra_verify_page.wasm"))
}

/// All files of the folder, each packed by itself as the host sends it.
fn measure(folder: &Path) -> anyhow::Result<usize> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        std::io::copy(&mut fs::File::open(entry?.path())?, &mut packed)?;
        bytes += packed.finish()?.len();
    }
    Ok(bytes)
}
