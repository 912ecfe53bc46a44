//! What two lists look like side by side, and what is kept of it.

use super::*;
use crate::kind::trial::{Trial, press};
use crate::kind::{Change, Edit, Takes};

const ASKS: &str = "[[exercise.ask]]\nid = \"early\"\nkind = \"list\"\nprompt = \"Then?\"\nhint = \"h\"\n\
                    [[exercise.ask]]\nid = \"now\"\nkind = \"list\"\nprompt = \"Now?\"\nhint = \"h\"\n\
                    [[exercise.ask]]\nid = \"both\"\nkind = \"compare\"\nprompt = \"What is alike?\"\n\
                    left = \"early\"\nright = \"now\"\n\
                    [[exercise.ask]]\nid = \"pick\"\nkind = \"mark\"\nprompt = \"Which?\"\nfrom = \"both\"\n";

fn trial() -> Trial {
    let mut trial = Trial::new(ASKS);
    trial.list("early", &["quiet", "he was late"]);
    trial.list("now", &["Sam is late", "Quiet", "the dog", "Quiet"]);
    trial
}

fn row(right: &str, left: &str) -> Fields {
    stored(right, &if left.is_empty() { Said::Unlike } else { Said::Like(vec![left.to_owned()]) }).remove(0)
}

#[test]
fn side_by_side_where_there_is_room_and_else_below_each_other() {
    let trial = trial();
    let mut form = trial.form("both");
    press(&mut *form, &[Edit::Pick(2), Edit::Down]);
    let wide = "\
Then?                                 Now?
>  1 [ ] quiet                          Sam is late  like 2
   2 [ ] he was late                  > Quiet
   0 [ ] like none of these             the dog
Both lists say \"quiet\". Is it the same thing for you?";
    assert_eq!(trial.picture(&*form), wide);
    let trial = trial.at(56);
    form.resize(56, 20);
    press(&mut *form, &[Edit::Pick(0)]);
    let narrow = "\
Then?
   1 [ ] quiet
   2 [ ] he was late
>  0 [x] like none of these

Now?
  Sam is late  like 2
> Quiet  like none
  the dog";
    assert_eq!(trial.picture(&*form), narrow);
}

#[test]
fn each_likeness_is_a_row_and_none_is_an_answer_too() {
    let mut trial = trial();
    let mut form = trial.form("both");
    assert_eq!((form.answer(), form.brief()), (None, "not yet".to_owned()));
    // Sam is late: like both. Quiet: like none, although the words are the same.
    press(&mut *form, &[Edit::Pick(2), Edit::Left, Edit::Toggle, Edit::Confirm, Edit::Pick(0)]);
    let rows = vec![row("Sam is late", "he was late"), row("Sam is late", "quiet"), row("Quiet", "")];
    assert_eq!((form.answer(), form.brief()), (Some(Answer::Rows(rows)), "2 of 3 looked at".to_owned()));
    trial.set("both", form.answer().unwrap());
    let rows = vec![
        vec!["Sam is late".to_owned(), "he was late; quiet".to_owned()],
        vec!["Quiet".to_owned(), "none of them".to_owned()],
    ];
    assert_eq!(trial.told("both"), Told::Table { head: vec![String::new(), "may be like".into()], rows });
    let lines: Vec<String> = trial.lines("both").into_iter().map(|line| line.text).collect();
    assert_eq!(lines, ["Sam is late"]);
    let picture = trial.picture(&*trial.form("pick"));
    assert!(picture.contains("Sam is late") && !picture.contains("Quiet"), "{picture}");
    // The same key takes it back, and nothing said is not the same as like none.
    press(&mut *form, &[Edit::Pick(0), Edit::Up, Edit::Clear]);
    assert_eq!(form.answer(), None);
    assert_eq!(press(&mut *form, &[Edit::Last, Edit::Confirm]), Change::Nothing);
}

#[test]
fn what_is_gone_from_a_list_is_kept() {
    let mut trial = trial();
    let rows = vec![row("Sam is late", "he was late"), row("Quiet", "quiet")];
    trial.set("both", Answer::Rows(rows.clone()));
    trial.list("early", &["he was late"]);
    trial.list("now", &["Quiet"]);
    let form = trial.form("both");
    assert!(trial.picture(&*form).contains("> Quiet  like \"quiet\""));
    let kept = vec![rows[1].clone(), rows[0].clone()];
    assert_eq!(form.answer(), Some(Answer::Rows(kept)));
    trial.list("early", &[]);
    assert_eq!(trial.form("both").answer(), Some(Answer::Rows(rows)));
}

#[test]
fn an_open_list_is_said_with_the_way_to_it() {
    let mut trial = Trial::new(ASKS);
    let form = trial.form("both");
    assert_eq!((form.answer(), form.takes()), (None, Takes::Nothing));
    let seen = "   Both lists are still open. They are further up on this page. They can\n   wait.";
    assert_eq!(trial.picture(&*form), seen);
    trial.list("early", &["quiet"]);
    let seen = trial.picture(&*trial.form("both"));
    assert!(seen.starts_with("   The second list is still open. It is further up"), "{seen}");
}
