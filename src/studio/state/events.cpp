#include "studio/state/events.h"

#include <algorithm>
#include <array>
#include <utility>

#include "studio/state/published.h"
#include "studio/state/run_title.h"

namespace hourglass {
namespace {

/// So many notes of a set are told when it comes; all stand where the images are looked at.
constexpr std::size_t kMostNotesTold = 3;

std::vector<unsigned> classes_of(const DatasetState& data) {
  std::array<bool, 255> seen{};
  for (const Bytes* labels : {&data.held_out_labels, &data.training_labels})
    for (const std::uint8_t label : *labels)
      if (label < seen.size()) seen[label] = true;
  std::vector<unsigned> classes;
  for (unsigned c = 0; c < seen.size(); ++c)
    if (seen[c]) classes.push_back(c);
  return classes;
}

/// The longer side of the ink, as most of the images have it: a painting is framed as they are.
int framed_side(const DatasetState& data) {
  constexpr int kLooked = 400, kFaint = 40;
  std::vector<int> sides;
  for (int i = 0; i < std::min(data.held_out, kLooked); ++i) {
    const std::uint8_t* image = data.image(i);
    int left = kImageSide, right = -1, top = kImageSide, bottom = -1;
    for (int p = 0; p < static_cast<int>(kImagePixels); ++p) {
      if (image[p] < kFaint) continue;
      const int x = p % kImageSide, y = p / kImageSide;
      left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
    }
    sides.push_back(std::max(right - left, bottom - top) + 1);
  }
  if (sides.empty()) return 20;
  const auto middle = sides.begin() + static_cast<std::ptrdiff_t>(sides.size() / 2);
  std::nth_element(sides.begin(), middle, sides.end());
  // In MNIST the ink fills 20 pixels, less the faint edge that was left out above. Ink that is longer fills what it is.
  return *middle <= 20 ? 20 : std::min(*middle, kImageSide);
}

void forget_codes(CodesState& codes) {
  const std::uint32_t version = codes.version + 1;
  codes = {};
  codes.version = version;
}

/// What the set in use was made of, so that it can be read again with other choices.
void keep_files(OwnImages& own, BroughtFiles files, bool joined) {
  if (joined) files.join(std::move(own.half.names.empty() ? own.in_use : own.half));
  own.in_use = std::move(files);
  own.half = {};
  own.half_request = 0;
  own.half_why = {};
}

struct Reducer {
  State& state;
  double now;

  void operator()(event::EngineReady&& e) {
    state.engine.ready = true;
    state.engine.lost = false;
    state.engine.variant = std::move(e.variant);
    state.engine.threads = e.threads;
  }

  void operator()(event::FileProgress&& e) {
    Loading& loading = state.loading;
    if (e.ticket != loading.ticket || e.ticket == 0) return;
    loading.doing = std::move(e.doing);
    loading.done = static_cast<double>(e.done), loading.total = static_cast<double>(e.total);
    loading.images = e.images;
  }

  void operator()(event::DatasetReady&& e) {
    const bool loaded = e.ticket != 0 && e.ticket == state.loading.ticket;
    DatasetState& data = state.dataset;
    const std::uint32_t version = data.version + 1;
    data = {std::move(e.name),
            std::move(e.title),
            e.checksum,
            std::move(e.class_names),
            std::move(e.notes),
            std::move(e.guesses),
            e.training,
            e.validation,
            e.held_out,
            std::move(e.held_out_pixels),
            std::move(e.held_out_labels),
            std::move(e.training_labels),
            {},
            {},
            {},
            version};
    data.all_labels = data.training_labels;
    data.all_labels.insert(data.all_labels.end(), data.held_out_labels.begin(), data.held_out_labels.end());
    data.classes = classes_of(data);
    data.framed = framed_side(data);
    for (CodesState& codes : state.codes) forget_codes(codes);
    if (!loaded) return;
    if (!state.loading.preset.empty()) state.preset = state.loading.preset;
    keep_files(state.own, std::move(state.loading.files), e.joined);
    state.arrived = state.loading.request;
    state.loading = {};
    settle(state, NoticeTopic::images);
    tell_notes();
  }

  void operator()(event::LoadAsks&& e) {
    if (e.ticket == 0 || e.ticket != state.loading.ticket) return;
    state.asked.told = std::move(e);
    ++state.asked.version;
    open_sheet(state, Sheet::asked);
  }

  void operator()(event::LoadWaits&& e) {
    if (e.ticket == state.loading.ticket) {
      state.own.half = std::move(state.loading.files);
      state.own.half_request = state.loading.request;
      state.own.half_why = e.message;
      state.loading = {};
    }
    notify(state, now, NoticeTopic::images, NoticeKind::info, std::move(e.message));
  }

  template <class E>
  void keep(E&& answer) {
    const Ticket ticket = answer.ticket;
    state.answers.keep(ticket, std::forward<E>(answer));
  }

  /// The engine has received the press of that ticket.
  void received(Ticket ticket) {
    if (state.pressed && state.pressed->ticket == ticket) state.pressed.reset();
  }

  /// What is worth knowing of a set is told once; later it is found where the images are looked at.
  void tell_notes() {
    const DatasetState& data = state.dataset;
    if (data.notes.empty() || state.quiet) return;
    std::size_t length = 0;
    for (const Sentence& note : data.notes) length += note.english().size();
    if (!state.notes_told.insert(data.name + " " + std::to_string(length)).second) return;
    const std::size_t shown = std::min(data.notes.size(), kMostNotesTold), more = data.notes.size() - shown;
    Sentence text = data.notes.front();
    for (std::size_t i = 1; i < shown; ++i) text = followed_by(std::move(text), data.notes[i]);
    if (more > 0)
      text = followed_by(std::move(text),
                         plural(static_cast<std::int64_t>(more), "There is {0} more note on these images.",
                                "There are {0} more notes on these images."));
    notify(state, now, NoticeTopic::about_data, NoticeKind::info, std::move(text), NoticeAction::look_at_data);
  }

  void operator()(event::Progress&& e) {
    if (state.start_model_ahead) return;
    if (e.last_train != 0) received(e.last_train);
    if (e.state == event::RunState::training) {
      settle(state, NoticeTopic::engine);
      settle(state, NoticeTopic::run);
    }
    state.progress = e;
    state.loaded = state.arrived;
    if (e.state == event::RunState::training || e.state == event::RunState::ready) state.diverged.reset();
  }

  void operator()(event::HistoryAdded&& e) {
    add_point(state.run.history, e.point);
    if (const auto measured = measured_figure(state, state.preset)) state.measured[state.preset] = *measured;
  }

  void operator()(event::RunStarted&& e) {
    // An engine first begins the untrained run that it was asked for before; what it tells of that would hide the model
    // that is shown already.
    if (state.start_model_ahead && e.history.empty()) return;
    state.start_model_ahead = false;
    state.diverged.reset();
    state.codes_ahead.reset();
    if (state.configuring == 0 && state.experiment != e.experiment) state.refusals.forget_all("recipe/");
    settle(state, NoticeTopic::run);
    tell_of_other_dataset(e);
    // A setting changed again meanwhile is newer than what this run began with.
    if (state.configuring == 0) state.experiment = state.shelf.unkept ? state.shelf.unkept->wanted : e.experiment;
    state.run = {.preset = state.preset,
                 .experiment = std::move(e.experiment),
                 .history = std::move(e.history),
                 .diverged_at = {},
                 .color = 0,
                 .dataset_title = {},
                 .kept = std::move(e.kept)};
    tell_of_run_before(e.before);
  }

  /// Nothing that a person presses destroys a run: the one that had to go can be brought back.
  void tell_of_run_before(const std::string& before) {
    ShelfState& shelf = state.shelf;
    // A run that begins while another one is being opened is what the person chose since.
    if (state.opening_model == 0) shelf.opened = {};
    if (shelf.before == state.run.kept) shelf.before.clear();
    if (before.empty()) return;
    shelf.before = before;
    shelf.before_pad = state.explore.pad.canvas.version();
    if (state.quiet) return;
    notify(state, now, NoticeTopic::shelf, NoticeKind::info, "The run before is on the shelf.",
           NoticeAction::bring_back, before);
  }

  /// A model that was trained on other images than those that are now mapped through it.
  void tell_of_other_dataset(const event::RunStarted& e) {
    std::erase_if(state.notices, [](const Notice& n) { return n.action == NoticeAction::use_set_of_model; });
    if (e.other_dataset.empty()) return;
    const CatalogueEntry* other = state.entry(e.other_dataset);
    const Sentence trained_on = other ? from_assets(other->title) : verbatim(e.other_dataset);
    Sentence text =
        say("This network was trained on {0}. What you see are its codes of {1}.", trained_on, dataset_title(state));
    if (!other)
      text = followed_by(std::move(text), "Its own images are not on this site: open their file to see them.");
    notify(state, now, NoticeTopic::model, NoticeKind::info, std::move(text),
           other ? NoticeAction::use_set_of_model : NoticeAction::none, e.other_dataset);
  }

  void operator()(event::Snapshot&& e) {
    if (state.start_model_ahead) return;
    if (!validate(e.spec)) return;
    ParameterLayout layout = make_layout(e.spec);
    if (layout.size != e.parameters.size()) return;
    WeightsState& weights = state.weights;
    weights.network = Network{std::move(e.spec), std::move(layout), std::move(e.parameters)};
    weights.epoch = e.epoch;
    weights.step = e.step;
    ++weights.version;
    if (auto ahead = std::exchange(state.codes_ahead, std::nullopt); ahead && ahead->step == e.step)
      state.take_codes(std::move(*ahead));
  }

  void operator()(event::Codes&& e) {
    if (e.ticket != 0) return keep(std::move(e));
    if (state.training() && e.step != state.weights.step)
      state.codes_ahead = std::move(e);
    else
      state.take_codes(std::move(e));
  }

  void operator()(event::Images&& e) { keep(std::move(e)); }
  void operator()(event::MapDrawn&& e) { keep(std::move(e)); }
  void operator()(event::MapMeasured&& e) { keep(std::move(e)); }
  void operator()(event::Encoded&& e) { keep(std::move(e)); }
  void operator()(event::DataSheet&& e) { keep(std::move(e)); }
  void operator()(event::ModelFile&& e) {
    if (e.ticket == 0 || e.ticket != state.loading.ticket) return keep(std::move(e));
    state.loading.failed = "The file holds the weights of a network, not images.";
    state.brought_model = std::move(e.file);
  }
  void operator()(event::DataFile&& e) { keep(std::move(e)); }

  void operator()(event::Diverged&& e) {
    state.run.diverged_at = e.epoch;
    notify(state, now, NoticeTopic::run, NoticeKind::error, e.message, NoticeAction::lower_rate);
    state.diverged = std::move(e);
  }

  void operator()(event::Done&& e) {
    received(e.ticket);
    if (e.ticket == state.opening_model) {
      state.opening_model = 0;
      state.shelf.returning.clear();
      state.start_model = std::exchange(state.opening_start_model, false);
    }
    if (e.ticket != 0 && e.ticket == state.configuring) {
      state.configuring = 0;
      settle(state, NoticeTopic::settings);
    }
    keep(std::move(e));
  }

  void operator()(event::Failed&& e) {
    if (state.pressed && e.ticket == state.pressed->ticket) {
      state.pressed.reset();
      return notify(state, now, NoticeTopic::run, NoticeKind::error, std::move(e.message));
    }
    if (e.ticket != 0 && e.ticket == state.loading.ticket) {
      state.loading.failed = e.message;
      const bool again = state.loading.from_catalogue;
      notify(state, now, NoticeTopic::images, NoticeKind::error, std::move(e.message),
             again ? NoticeAction::retry_dataset : NoticeAction::none, state.loading.id);
      return;
    }
    if (e.ticket != 0 && e.ticket == state.configuring) {
      state.configuring = 0;
      if (const FieldEntry& entry = state.configured_at; !entry.field.empty())
        state.refusals.refuse(entry.field, entry.text, e.message);
      else
        notify(state, now, NoticeTopic::settings, NoticeKind::error, e.message);
      state.experiment = state.run.experiment;
      return keep(std::move(e));
    }
    if (e.ticket != 0 && e.ticket == state.opening_model) {
      state.opening_model = 0;
      if (std::exchange(state.start_model_ahead, false)) state.weights.network.reset();
      if (std::exchange(state.opening_start_model, false)) state.start_model = false;
      state.shelf.returning.clear();
      state.shelf.unkept.reset();
      state.shelf.opened = {};
      notify(state, now, NoticeTopic::model, NoticeKind::error, e.message);
    }
    if (e.ticket == 0) notify(state, now, NoticeTopic::run, NoticeKind::error, e.message);
    keep(std::move(e));
  }

  void operator()(event::EngineRestarted&& e) {
    ++state.engine.restarts;
    state.engine.lost = false;
    state.configuring = 0;
    state.pressed.reset();
    notify(state, now, NoticeTopic::engine, NoticeKind::error, std::move(e.message));
  }

  void operator()(event::EngineLost&& e) {
    state.engine.lost = true;
    state.pressed.reset();
    notify(state, now, NoticeTopic::engine, NoticeKind::error, std::move(e.message), NoticeAction::start_engine);
  }
};

}  // namespace

void apply(State& state, Event event, double now) { std::visit(Reducer{state, now}, std::move(event)); }

}  // namespace hourglass
