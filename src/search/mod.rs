//! Search (搜索): over notices, matters, polls and threads at the backend, over the help on this phone, and over what this phone
//! has kept where the backend cannot be asked.

mod elder;
mod form;
mod here;
mod hits;
mod page;

pub use page::SearchPage;
