//! Ctrl-C. The terminal gives it to every process at once: the server ends gracefully, and this process must outlive
//! it to see that it did and to put away what the tests started.

use std::sync::{
    Once,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static CHILD: AtomicU32 = AtomicU32::new(0);

pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Keeps this process alive on Ctrl-C and passes the wish on to `child`, which need not share the terminal.
pub fn pass_on_to(child: u32) {
    CHILD.store(child, Ordering::SeqCst);
    watch();
}

pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let set = ctrlc::set_handler(|| {
            INTERRUPTED.store(true, Ordering::SeqCst);
            let child = CHILD.load(Ordering::SeqCst);
            if child != 0 {
                terminate(child);
            }
        });
        if let Err(reason) = set {
            crate::say::warning(&format!("Ctrl-C will end this at once: {reason}"));
        }
    });
}

/// Asks a process to end. The standard library can only kill, and a killed server cannot finish its answers.
pub fn terminate(process: u32) {
    let asked = if cfg!(windows) {
        std::process::Command::new("taskkill")
            .args(["/PID", &process.to_string()])
            .output()
    } else {
        std::process::Command::new("kill")
            .args(["-TERM", &process.to_string()])
            .output()
    };
    if let Err(reason) = asked {
        crate::say::warning(&format!("could not ask process {process} to end: {reason}"));
    }
}
