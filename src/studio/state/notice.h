// Notices: short messages to the person, with what can be done about them. There is at most one of a topic: a newer one
// takes the older's place. An error goes when what it is about succeeds, or when it is closed; what asks for a choice
// waits for it; what brings something back gives the person time, from the next thing that is done; the rest goes after
// a few seconds. studio/notices draws them.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/sentence.h"

namespace hourglass {

struct State;

/// What a notice is about.
enum class NoticeTopic {
  images,      ///< a load of images
  about_data,  ///< what is worth knowing of the images that came
  model,       ///< opening one
  run,         ///< training
  engine,      ///< whether there is one
  link,        ///< the one that the page was opened by
  settings,    ///< a preset, a change that was refused as a whole
  saving,      ///< a file
  clipboard,
  shelf,  ///< what was put there, and what is not kept
  pad,
  page  ///< what the page around the studio has to say: one for each of its own topics
};
enum class NoticeKind { info, good, error };
enum class NoticeAction {
  none,
  retry_dataset,
  cancel_loading,
  lower_rate,
  look_at_data,
  use_set_of_model,
  bring_back,
  put_back,
  start_engine,
  tell_page  ///< the page knows what: Host::notice_pressed
};

struct Notice {
  std::uint32_t id = 0;
  NoticeTopic topic = NoticeTopic::run;
  NoticeKind kind = NoticeKind::info;
  Sentence text = {};
  NoticeAction action = NoticeAction::none;
  std::string action_about = {};            ///< what the action needs to know: a catalogue id, the page's own topic
  double until = 0;                         ///< 0: until it is closed
  NoticeAction other = NoticeAction::none;  ///< a second one
  Sentence button = {};                     ///< what the page calls its action
  bool patient = false;                     ///< its time begins when the person next does something
  bool operator==(const Notice&) const = default;
};

/// Shows `text` in place of what was said about `topic` before; the same text again only renews its time. `now` is the
/// clock's.
void notify(State& state, double now, NoticeTopic topic, NoticeKind kind, Sentence text,
            NoticeAction action = NoticeAction::none, std::string about = {}, NoticeAction other = NoticeAction::none);
/// What the page says under a topic of its own, until it is closed or said anew; an empty text takes it back. Without a
/// `button` there is nothing to press.
void show_page_notice(State& state, std::string_view topic, std::string_view text, std::string_view button);
/// What `topic` is about has succeeded: an error about it goes.
void settle(State& state, NoticeTopic topic);
/// The person has closed it or taken its action.
void close_notice(State& state, std::uint32_t id);
/// The person does something: the time of those that bring something back begins.
void person_acts(State& state, double now);
/// Those whose time has come go.
void expire_notices(State& state, double now);

}  // namespace hourglass
