//! Answers that the person wants to bring along, to a therapist for example. Bringing is a mark beside an answer; it sends nothing.
//!
//! What is private stays private: a mark to bring never makes it leave.

use super::Session;
use crate::journal::{BRING, Entry, Id, Said};
use std::sync::Arc;

impl Session {
    /// Whether there is an answer that is marked to be brought.
    #[must_use]
    pub fn is_brought(&self, id: &Id) -> bool {
        self.journal.answers.get(id).is_some_and(|entry| is_marked(entry) && has_words(entry))
    }

    /// Marks an answer to be brought, or takes that back. Gives whether it is marked now; `None` where no answer is kept.
    pub fn toggle_bring(&mut self, id: &Id) -> Option<bool> {
        let entry = self.journal.answers.get_mut(id).filter(|entry| has_words(entry))?;
        let now = !is_marked(entry);
        mark(entry, now);
        Some(now)
    }
}

/// Whether an answer has the mark.
fn is_marked(entry: &Entry) -> bool {
    entry.extra.0.get(BRING).and_then(toml::Value::as_bool) == Some(true)
}

fn has_words(entry: &Entry) -> bool {
    match &entry.value {
        Said::Answer(answer) => !answer.is_empty(),
        Said::Skipped | Said::Nothing => false,
    }
}

fn mark(entry: &mut Arc<Entry>, marked: bool) {
    if is_marked(entry) == marked {
        return;
    }
    let entry = Arc::make_mut(entry);
    if marked {
        entry.extra.0.insert(BRING.to_owned(), toml::Value::Boolean(true));
    } else {
        entry.extra.0.remove(BRING);
    }
}

/// An entry that is put back has the mark that holds now: taking words back decides nothing about bringing.
pub(super) fn follow(entry: &mut Arc<Entry>, now: &Entry) {
    mark(entry, is_marked(now));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::export::{For, markdown};
    use crate::journal::{Journal, Stamp};
    use crate::session::Scope;

    fn at(day: i8) -> Stamp {
        Stamp { local: jiff::civil::datetime(2026, 5, day, 12, 0, 0, 0), offset: jiff::tz::Offset::UTC }
    }

    fn id(name: &str) -> Id {
        Id::new("c", name)
    }

    /// Pages for a therapist on a day on which nothing is new: what is in them is there because of its mark.
    fn told(session: &Session) -> String {
        markdown(&session.document(&Scope { whom: For::Therapist, since: Some(at(20)), ..Scope::default() }))
    }

    fn session() -> Session {
        let ask = |id: &str| {
            format!(
                "[[exercise.ask]]\nid = \"{id}\"\nkind = \"line\"\nprompt = \"And {id}?\"\nhint = \"h\"\n"
            )
        };
        let page = "format = 1\n[chapter]\nid = \"c\"\ntitle = \"C\"\n\
             [[exercise]]\nid = \"p\"\ntitle = \"P\"\nwhy = \"w\"\n";
        let hidden = "[[exercise]]\nid = \"t\"\ntitle = \"T\"\nwhy = \"w\"\nkeep = false\n";
        let file = [page, &ask("tea"), &ask("coffee"), hidden, &ask("trace")].concat();
        let book = crate::book::book(vec![("c.toml".to_owned(), Ok(file))]);
        let mut session = Session::new(book, Journal::default(), String::new());
        for (name, day) in [("tea", 3), ("coffee", 5), ("trace", 6), ("p_note", 7)] {
            session.set(&id(name), Some(Answer::Text(format!("words of {name}").into())), at(day));
        }
        session
    }

    #[test]
    fn what_is_marked_is_brought_and_what_is_private_is_counted() {
        let mut session = session();
        assert!(!told(&session).contains("words of"));
        assert_eq!(session.toggle_bring(&id("tea")), Some(true));
        assert_eq!(session.toggle_bring(&id("p_note")), Some(true));
        assert_eq!(session.toggle_bring(&id("trace")), None, "nothing of it is kept");
        assert_eq!(session.toggle_bring(&id("nowhere")), None);
        let markdown = told(&session);
        assert!(markdown.contains("words of tea") && markdown.contains("words of p_note"), "{markdown}");
        assert!(!markdown.contains("coffee") && !markdown.contains("trace"), "{markdown}");
        // Private wins until it is taken away.
        session.toggle_private(&id("tea"));
        assert!(!told(&session).contains("words of tea"));
        assert!(session.is_brought(&id("tea")));
        session.toggle_private(&id("tea"));
        assert!(told(&session).contains("words of tea"));
        assert_eq!(session.toggle_bring(&id("tea")), Some(false));
        assert!(!told(&session).contains("words of tea"));
    }

    #[test]
    fn the_mark_stays_with_other_words_and_is_not_taken_back_with_them() {
        let mut session = session();
        let before = session.entry(&id("tea")).cloned();
        session.toggle_bring(&id("tea"));
        session.set(&id("tea"), Some(Answer::Text("more".into())), at(8));
        assert!(session.is_brought(&id("tea")));
        session.restore(&id("tea"), before);
        assert!(session.is_brought(&id("tea")), "words are taken back, and not the mark");
        let before = session.entry(&id("tea")).cloned();
        session.toggle_bring(&id("tea"));
        session.restore(&id("tea"), before);
        assert!(!session.is_brought(&id("tea")));
        // Where there are no words, there is nothing to bring, until they come back.
        session.toggle_bring(&id("tea"));
        session.set(&id("tea"), None, at(9));
        assert!(!session.is_brought(&id("tea")));
        session.set(&id("tea"), Some(Answer::Text("again".into())), at(9));
        assert!(session.is_brought(&id("tea")));
    }

    #[test]
    fn an_answer_whose_question_is_gone_is_brought_too() {
        let session = session();
        let mut session = Session::new(crate::book::Book::default(), session.journal, String::new());
        session.toggle_bring(&id("coffee"));
        assert!(told(&session).contains("words of coffee"));
        session.toggle_private(&id("coffee"));
        assert!(!told(&session).contains("words of coffee"));
    }
}
