// What the page tells: files and pictures that were brought, how far a fetch is, the catalogue, the model that it opens
// with, and what the shelf keeps.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "data/json_member.h"
#include "exchange/link.h"
#include "studio/layout.h"
#include "studio/state/actions.h"
#include "studio/state/compare.h"
#include "studio/state/files.h"
#include "studio/state/run_control.h"
#include "studio/state/shelf_actions.h"
#include "studio/studio_impl.h"
#include "studio/welcome.h"
#include "training/open_model.h"
#include "training/presets.h"

namespace hourglass {

/// Fetches what the experiment names: a set of the catalogue, once that is known, or a file of this site.
void Studio::Impl::begin_data() {
  if (!asks_data || state.loading.active() || state.dataset.loaded()) return;
  std::string wanted = state.experiment.data.dataset;
  const bool path = is_site_path(wanted);
  if (state.catalogue.empty() && !path) return;
  asks_data = false;
  if (!state.entry(wanted) && !path) {
    notify(state, ui.time, NoticeTopic::images, NoticeKind::info,
           say("The images {0} are not on this site: open their file again. Until then it is {1}.", quote(wanted),
               from_assets(state.catalogue.front().title)));
    wanted = state.catalogue.front().id;
  }
  choose_dataset(ui, wanted);
}

void Studio::open_files(std::string_view name, std::vector<std::string> file_names,
                        std::vector<std::vector<std::uint8_t>> files) {
  impl_->asks_data = false;
  leave_welcome(impl_->state);
  load_files(impl_->ui, name, std::move(file_names), std::move(files));
  impl_->changed = true;
}

void Studio::open_handles(std::string_view name, std::string_view entry, std::vector<std::string> file_names,
                          std::vector<FileHandle> handles) {
  if (name.empty()) leave_welcome(impl_->state);
  load_handles(impl_->ui, name, entry, std::move(file_names), std::move(handles), nullptr,
               name.empty() ? command::LoadAsking::unsure : command::LoadAsking::never);
  impl_->changed = true;
}

void Studio::open_picture(Picture picture) {
  leave_welcome(impl_->state);
  impl_->state.brought_picture = std::move(picture);
  if (impl_->ui.narrow) show_tab(impl_->state, Tab::paint);
  impl_->changed = true;
}

void Studio::fetch_progress(std::string_view id, double done, double total) {
  Loading& loading = impl_->state.loading;
  if (!loading.active() || !loading.fetching || loading.id != id) return;
  loading.done = done;
  if (total > 0) loading.total = total;
  if (std::exchange(loading.stalled, false)) settle(impl_->state, NoticeTopic::images);
  impl_->changed = true;
}

void Studio::fetch_failed(std::string_view id, std::string_view message) {
  State& state = impl_->state;
  impl_->changed = true;
  if (id.empty()) return notify(state, impl_->ui.time, NoticeTopic::images, NoticeKind::error, verbatim(message));
  if (!state.loading.active() || state.loading.id != id) return;
  state.loading.failed = verbatim(message);
  notify(state, impl_->ui.time, NoticeTopic::images, NoticeKind::error, verbatim(message), NoticeAction::retry_dataset,
         std::string(id));
}

void Studio::fetch_stalled(std::string_view id) {
  State& state = impl_->state;
  if (!state.loading.active() || !state.loading.fetching || state.loading.id != id) return;
  impl_->changed = true;
  state.loading.stalled = true;
  notify(state, impl_->ui.time, NoticeTopic::images, NoticeKind::error,
         say("{0}: nothing has come for ten seconds.", state.loading.title), NoticeAction::retry_dataset,
         std::string(id), NoticeAction::cancel_loading);
}

void Studio::page_notice(std::string_view topic, std::string_view text, std::string_view button) {
  show_page_notice(impl_->state, topic, text, button);
  impl_->changed = true;
}

void Studio::set_catalogue(std::string_view json) {
  Impl& s = *impl_;
  auto entries = parse_catalogue(json);
  s.changed = true;
  if (!entries)
    return notify(s.state, s.ui.time, NoticeTopic::images, NoticeKind::error,
                  say("The list of data sets could not be read. {0}", entries.error().message));
  s.state.catalogue = std::move(*entries);
  s.state.catalogue_json.clear();
  const auto all = nlohmann::ordered_json::parse(json, nullptr, false);
  if (all.is_object() && all.contains("sets"))
    for (const auto& entry : all["sets"])
      if (entry.is_object() && entry.contains("id") && entry["id"].is_string())
        s.state.catalogue_json[entry["id"].get<std::string>()] = entry.dump();
  s.begin_data();
}

void Studio::open_start_model(std::span<const std::uint8_t> file) {
  Impl& s = *impl_;
  if (!s.fresh && !s.state.start_model) return;
  // It may arrive late: what the person has chosen or begun meanwhile stays.
  const State& state = s.state;
  Experiment settings = state.experiment;
  if (const Preset* usual = find_preset(s.usual_preset)) settings.data.dataset = usual->experiment.data.dataset;
  const bool touched = !to_link({state.preset, settings}, s.usual_preset).empty() || state.training();
  if (touched && !state.start_model) return;
  s.changed = true;
  open_model(s.ui, Bytes(file.begin(), file.end()), true);
  // The map and the pad need no engine, which may be long on its way.
  if (state.engine.ready) return;
  if (auto model = open_model_file(file)) show_start_model_ahead(s.state, std::move(model->checkpoint), s.ui.time);
}

void Studio::kept_runs(std::string_view json) {
  State& state = impl_->state;
  take_kept_runs(state, json, impl_->now());
  // While a run trains it is kept again and again, and nothing else than these shows it.
  if (state.sheet == Sheet::shelf || state.sheet == Sheet::about) impl_->changed = true;
}

void Studio::kept_sets(std::string_view json) {
  auto entries = parse_catalogue("{\"sets\":" + std::string(json) + "}");
  if (entries) impl_->state.own.kept = std::move(*entries);
  impl_->changed = true;
}

void Studio::set_languages(std::string_view json) {
  const auto list = nlohmann::json::parse(json, nullptr, false);
  std::vector<LanguageChoice> languages;
  if (list.is_array())
    for (const auto& one : list) {
      if (!one.is_object()) continue;
      LanguageChoice language{one.value("tag", std::string()), one.value("name", std::string())};
      if (!language.tag.empty() && !language.name.empty()) languages.push_back(std::move(language));
    }
  impl_->state.languages = std::move(languages);
  impl_->changed = true;
}

void Studio::set_contrast(std::string_view colors) {
  impl_->state.forced_colors = forced_colors_of(colors);
  impl_->state.more_contrast = colors == "more";
  impl_->changed = true;
}

void Studio::set_lessons(std::string_view json) {
  const auto told = nlohmann::json::parse(json, nullptr, false);
  ShareState& share = impl_->state.share;
  share.lessons.clear();
  if (told.is_object() && told.contains("lessons") && told["lessons"].is_array())
    for (const auto& one : told["lessons"]) {
      if (!one.is_object()) continue;
      OfferedLesson lesson{text_at(one, "key"), text_at(one, "title")};
      if (!lesson.key.empty() && !lesson.title.empty()) share.lessons.push_back(std::move(lesson));
    }
  const std::string open = told.is_object() ? text_at(told, "open") : std::string();
  const auto offered = [&](const std::string& key) {
    return std::ranges::any_of(share.lessons, [&](const OfferedLesson& one) { return one.key == key; });
  };
  // The lesson that is open is what the person thinks of.
  if (offered(open))
    share.lesson = open, share.start = ShareStart::lesson;
  else if (!offered(share.lesson))
    share.lesson = share.lessons.empty() ? std::string() : share.lessons.front().key;
  if (share.lesson.empty() && share.start == ShareStart::lesson) share.start = ShareStart::settings;
  impl_->changed = true;
}

void Studio::set_drawn_letters(std::string_view json, std::span<const std::uint8_t> alpha) {
  impl_->others.arrive(json, alpha);
  impl_->changed = true;
}

void Studio::set_code(std::string_view text, int side, std::span<const std::uint8_t> modules) {
  QrCode& code = impl_->state.share.code;
  const bool whole = side > 0 && side <= kMostModules &&
                     modules.size() == static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  code = {std::string(text), whole ? side : 0, {}};
  if (whole) code.modules.assign(modules.begin(), modules.end());
  impl_->changed = true;
}

void Studio::open_kept(std::string_view id, std::span<const std::uint8_t> model, bool copy) {
  Impl& s = *impl_;
  s.ui.time = s.now();
  s.changed = true;
  // Another one was asked for since.
  if (s.state.shelf.asked != id) return;
  s.state.shelf.asked.clear();
  hourglass::open_kept(s.ui, id, model, copy, s.state.shelf.asked_to_train);
}

void Studio::kept_seen(std::string_view id, std::span<const std::uint8_t> model) {
  take_seen_run(impl_->state, id, model);
  impl_->changed = true;
}

void Studio::kept_trail(std::string_view id, std::span<const std::uint8_t> bytes) {
  impl_->state.shelf.trail = {std::string(id), Bytes(bytes.begin(), bytes.end())};
}

void Studio::go_on(std::string_view id, std::span<const std::uint8_t> model, bool copy, bool trains) {
  Impl& s = *impl_;
  ShelfState& shelf = s.state.shelf;
  s.ui.time = s.now();
  s.changed = true;
  const ShelvedRun* run = find_kept(s.state, id);
  if (model.empty() || !run || (s.asked && *s.asked != run->experiment)) {
    shelf.returning.clear();
    shelf.unkept.reset();
    if (!run || !s.asked) return;
    // A link that asks for something else is followed; the run is not lost by it.
    shelf.before = id;
    return notify(s.state, s.ui.time, NoticeTopic::shelf, NoticeKind::info, "The run before is on the shelf.",
                  NoticeAction::bring_back, std::string(id));
  }
  s.fresh = false;
  shelf.returning = id;
  if (shelf.unkept && shelf.unkept->kept != run->experiment) shelf.unkept.reset();
  hourglass::open_kept(s.ui, id, model, copy, trains);
}

void Studio::not_kept(std::string_view message) {
  Impl& s = *impl_;
  s.state.shelf.asked.clear();
  notify(s.state, s.now(), NoticeTopic::shelf, NoticeKind::error, verbatim(message));
  s.changed = true;
}

}  // namespace hourglass
