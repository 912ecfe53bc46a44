//! How each role looks: the only place that names a colour.
//!
//! Only the terminal's own colours are used, one accent among them, so that every background stays readable. Nothing
//! rests on the accent alone: without colours, weight and reverse still show what has the focus.

use crate::sheet::Role;
use ratatui::style::{Color, Modifier, Style};

/// A choice of looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The one colour; none where colours are not wanted.
    accent: Option<Color>,
}

impl Theme {
    /// The terminal's own colours.
    #[must_use]
    pub fn terminal() -> Theme {
        // Of the sixteen, magenta is the one that reads well on black, on white and on both Solarized backgrounds.
        Theme { accent: Some(Color::Magenta) }
    }

    /// No colours, for `NO_COLOR` and for whoever prefers it.
    #[must_use]
    pub fn plain() -> Theme {
        Theme { accent: None }
    }

    /// How a role looks.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let accent = Style { fg: self.accent, ..Style::new() };
        match role {
            Role::Plain | Role::Words | Role::Quote => Style::new(),
            Role::Dim | Role::Hint | Role::Frame | Role::Bar | Role::Good => {
                Style::new().add_modifier(Modifier::DIM)
            }
            Role::Emphasis => Style::new().add_modifier(Modifier::UNDERLINED),
            Role::Strong | Role::Prompt | Role::Chosen | Role::Key => {
                Style::new().add_modifier(Modifier::BOLD)
            }
            Role::Heading | Role::Focus | Role::Warning => accent.add_modifier(Modifier::BOLD),
            Role::Selection | Role::Current => Style::new().add_modifier(Modifier::REVERSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 18] = [
        Role::Plain,
        Role::Dim,
        Role::Emphasis,
        Role::Strong,
        Role::Heading,
        Role::Quote,
        Role::Prompt,
        Role::Hint,
        Role::Words,
        Role::Selection,
        Role::Frame,
        Role::Focus,
        Role::Current,
        Role::Chosen,
        Role::Key,
        Role::Bar,
        Role::Good,
        Role::Warning,
    ];

    #[test]
    fn the_plain_theme_has_no_colour_and_loses_nothing_else() {
        for role in ROLES {
            let (plain, full) = (Theme::plain().style(role), Theme::terminal().style(role));
            assert_eq!((plain.fg, plain.bg), (None, None), "{role:?}");
            assert_eq!(plain.add_modifier, full.add_modifier, "{role:?}");
        }
    }

    #[test]
    fn the_focus_shows_without_colour() {
        let theme = Theme::plain();
        assert_ne!(theme.style(Role::Focus), theme.style(Role::Frame));
        assert_ne!(theme.style(Role::Current), theme.style(Role::Plain));
        assert_ne!(theme.style(Role::Selection), theme.style(Role::Words));
    }
}
