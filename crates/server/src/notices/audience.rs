//! Whom a notice concerns above all: buildings and grids, as `notice_audience` keeps them.

use contract::{Audience, Household};

/// What a notice may name that somebody lives in: their building and their grid. Empty texts match nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    pub building: String,
    pub grid: String,
}

impl Places {
    pub fn of(home: Option<&Household>) -> Self {
        home.map(Self::of_home).unwrap_or_default()
    }

    fn of_home(home: &Household) -> Self {
        Self {
            building: Some(&home.building)
                .filter(|name| !name.is_empty())
                .map_or(String::new(), |name| building(name)),
            grid: home
                .grid
                .as_deref()
                .filter(|name| !name.is_empty())
                .map_or(String::new(), grid),
        }
    }

    /// Both, without what is empty.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        [self.building.as_str(), self.grid.as_str()]
            .into_iter()
            .filter(|place| !place.is_empty())
    }

    /// Whether a notice for this audience names one of them.
    pub fn are_named_by(&self, audience: &Audience) -> bool {
        places_of(audience)
            .iter()
            .any(|place| self.each().any(|own| own == place))
    }
}

/// The places of an audience as `notice_audience` keeps them.
pub fn places_of(audience: &Audience) -> Vec<String> {
    let buildings = audience.buildings.iter().map(|name| building(name));
    let grids = audience.grids.iter().map(|name| grid(name));
    buildings.chain(grids).collect()
}

fn building(name: &str) -> String {
    format!("building {name}")
}

fn grid(name: &str) -> String {
    format!("grid {name}")
}
