//! Starts the app in the browser: `linli::start` does the work, so that tests can use the library without starting it.

fn main() {
    linli::start();
}
