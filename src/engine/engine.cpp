#include "engine/engine.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "data/budget.h"
#include "data/set_files.h"
#include "data/text.h"
#include "engine/dataset.h"
#include "engine/dataset_job.h"
#include "engine/kept_set.h"
#include "engine/maps.h"
#include "engine/model_file.h"
#include "engine/outbox.h"
#include "engine/requests.h"
#include "engine/shelf.h"
#include "engine/training_run.h"
#include "math/thread_pool.h"
#include "training/experiment_fields.h"

namespace hourglass {

namespace {

bool same_images(const Dataset& a, const Dataset& b) {
  return a.images == b.images && a.split.train == b.split.train && a.split.held_out == b.split.held_out;
}

/// What training holds for each parameter: the weights, those before the last step, the gradient, two moments of the
/// optimizer, and a snapshot on its way.
std::uint64_t training_bytes(const NetworkSpec& spec) { return make_layout(spec).size * 6 * sizeof(float); }

/// What goes on of a run when its images are replaced by others.
ResumePoint resume_point_of(const TrainingRun& run) {
  TrainerState state = run.state();
  ResumePoint resume_point;
  resume_point.parameters = std::move(state.network.parameters);
  resume_point.epoch = run.epoch();
  resume_point.step = state.step;
  resume_point.seconds = state.seconds;
  resume_point.history = std::move(state.history);
  resume_point.optimizer = std::move(state.optimizer);
  return resume_point;
}

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A clock that stands while nobody looks at it for long. The engine looks many times a second as long as it works:
/// what takes longer was no work but a sleep, of the machine or of the page, and neither run nor forecast shall count
/// it.
std::function<double()> awake(std::function<double()> clock) {
  constexpr double kLongest = 10;  // seconds
  struct Looks {
    double last, slept = 0;
  };
  const auto looks = std::make_shared<Looks>(clock());
  return [clock = std::move(clock), looks] {
    const double now = clock();
    looks->slept += std::max(0.0, now - looks->last - kLongest);
    looks->last = now;
    return now - looks->slept;
  };
}

EngineOptions completed(EngineOptions options) {
  options.clock = awake(options.clock ? std::move(options.clock) : steady_seconds);
  if (!options.memory_for) options.memory_for = memory_for;
  return options;
}

}  // namespace

struct Engine::Impl {
  explicit Impl(EngineOptions given)
      : options(completed(std::move(given))),
        load(options.clock, options.open_file, outbox),
        run(options.pool, options.clock, options.snapshot_bytes_per_second, outbox),
        requests(options.pool, options.clock, outbox),
        maps(options.pool, options.clock, outbox),
        shelf(options.keep, options.keep_prefix, options.clock) {}

  EngineOptions options;
  Outbox outbox;
  DatasetJob load;
  TrainingRun run;
  Requests requests;
  Maps maps;
  Shelf shelf;
  /// The set at hand, divided as the present experiment says. Its images stay when an experiment asks for another set.
  Dataset data;

  const Dataset nothing;

  /// The images that the run uses; none while it waits.
  const Dataset& in_use() const { return run.waiting() ? nothing : data; }

  /// The set at hand as `experiment` divides it, or no images when the experiment is about another set.
  std::expected<Dataset, Error> data_for(const Experiment& experiment) const {
    if (!data.images || data.name != experiment.data.dataset) return Dataset{};
    return divided({data.name, data.images, {}}, experiment);
  }
  static std::expected<Dataset, Error> divided(Dataset set, const Experiment& experiment) {
    auto split = make_split(*set.images, subset_options(experiment));
    if (!split) return std::unexpected(split.error());
    set.split = std::move(*split);
    return set;
  }

  /// Asked before a run begins: without exceptions a failed allocation would end the engine.
  std::expected<void, Error> room_for(const Experiment& experiment) const {
    constexpr std::uint64_t kUsual = 64u << 20;
    const std::uint64_t needed = training_bytes(experiment.network);
    const std::uint64_t held = run.begun() ? training_bytes(run.experiment().network) : 0;
    if (needed <= kUsual || needed <= held || options.memory_for(needed - held)) return {};
    return fail(
        "This network is too large: training it needs {0} of memory, more than there is. Make its layers narrower.",
        in_bytes(needed));
  }

  /// The run at hand goes, to the shelf if it has learnt something (`before` is then its name there), and another one
  /// begins; or the same one goes on, on other images.
  void start(const Experiment& experiment, const Dataset& use, std::optional<ResumePoint> resume_point,
             const Shelf::Origin& origin, std::string before) {
    const std::string name = shelf.name(origin);
    if (before == name) before.clear();
    run.begin(experiment, use, std::move(resume_point), {name, std::move(before)});
    shelf.began(run, origin, name);
  }

  /// Begins a run on `use` (perhaps no images), and tells of its images first when the studio does not have them.
  void begin(const Experiment& experiment, Dataset use, std::optional<ResumePoint> resume_point = {},
             const Shelf::Origin& origin = {}) {
    std::string before = shelf.leave(run, in_use());
    const bool waits = !use.images;
    const bool news = !waits && (run.waiting() || !same_images(use, data));
    if (!waits) data = std::move(use);
    if (news) maps.forget_images("The images of this map were replaced by others.");
    if (news) outbox.post(describe(data));
    start(experiment, waits ? nothing : data, std::move(resume_point), origin, std::move(before));
  }

  /// A set was loaded: it becomes the one at hand, or says why it cannot.
  void adopt(DatasetJob::Outcome loaded) {
    Experiment experiment = loaded.experiment.value_or(run.begun() ? run.experiment() : Experiment{});
    const bool awaited = !loaded.experiment && run.begun() && run.waiting() && experiment.data.dataset == loaded.name;
    experiment.data.dataset = loaded.name;
    if (auto valid = validate(experiment); !valid) return outbox.failed(loaded.ticket, valid.error().message);
    auto set = divided({loaded.name, loaded.images, {}}, experiment);
    if (!set && !loaded.experiment) {
      // The choice of images was made for another set; here it leaves nothing, so the whole set is taken.
      experiment.data = {.dataset = loaded.name};
      set = divided({loaded.name, loaded.images, {}}, experiment);
    }
    if (!set) return outbox.failed(loaded.ticket, set.error().message);
    if (auto room = room_for(experiment); !room) return outbox.failed(loaded.ticket, room.error().message);
    const bool gives = awaited && experiment == run.experiment();
    // Kept before the images have gone of whose codes its picture is drawn.
    std::string before = gives ? std::string() : shelf.leave(run, in_use());
    data = std::move(*set);
    maps.forget_images("The images of this map were replaced by others.");
    event::DatasetReady ready = describe(data);
    ready.ticket = loaded.ticket;
    ready.joined = loaded.joined;
    outbox.post(std::move(ready));
    if (options.keep_set && loaded.own) options.keep_set(pack(loaded.name, loaded.images));
    if (gives) {
      run.give(data);
    } else if (loaded.keep_weights && run.begun() && experiment.network == run.experiment().network) {
      start(experiment, data, resume_point_of(run), shelf.same(), std::move(before));
    } else {
      start(experiment, data, {}, {}, std::move(before));
    }
  }

  void receive(command::LoadFiles&& command) { load.begin(std::move(command)); }
  void receive(const command::CancelLoad& command) {
    load.cancel(command.ticket);
    look_at_held();
  }
  void receive(const command::AcceptLoad& command) { load.accept(command.ticket); }
  void receive(const command::Train& command) {
    // After a restart the images are read anew; who presses meanwhile does not press twice.
    if (run.begun() && run.waiting() && load.pending())
      run.hold(command);
    else
      run.train(command);
  }
  /// What waits for images does not wait for those that will not come.
  void look_at_held() {
    if (run.holds_train() && !load.pending()) run.refuse_held();
  }
  void receive(const command::ComputeCodes& command) { requests.ask(command); }
  void receive(const command::FollowCodes& command) {
    requests.follow(command);
    run.leave_snapshots(command.seconds > 0);
  }
  void receive(const command::FindNearest& command) { requests.ask(command); }
  void receive(const command::FindWorst& command) { requests.ask(command); }
  void receive(command::Encode&& command) {
    if (auto valid = validate(command.spec); !valid) return outbox.failed(command.ticket, valid.error().message);
    if (command.parameters.size() != make_layout(command.spec).size)
      return outbox.failed(command.ticket, "These are not the weights of this network.");
    requests.ask(std::move(command));
  }
  void receive(const command::MakeMap& command) { maps.ask(command, in_use()); }
  void receive(const command::StopMap& command) { maps.stop(command); }
  void receive(const command::FindAlike& command) { answer_alike(command, in_use(), outbox); }
  void receive(command::MeasureMap&& command) { maps.ask(std::move(command), in_use()); }
  void receive(const command::GetImages& command) { answer_images(command, in_use(), outbox); }

  void receive(const command::Configure& command) {
    const Experiment& experiment = command.experiment;
    if (auto valid = validate(experiment); !valid) return outbox.failed(command.ticket, valid.error().message);
    if (run.begun() && needs_new_start(run.experiment(), experiment).empty()) {
      auto taken = run.reconfigure(experiment);
      return taken ? outbox.done(command.ticket) : outbox.failed(command.ticket, taken.error().message);
    }
    auto use = data_for(experiment);
    if (!use) return outbox.failed(command.ticket, use.error().message);
    if (auto room = room_for(experiment); !room) return outbox.failed(command.ticket, room.error().message);
    begin(experiment, std::move(*use));
    outbox.done(command.ticket);
  }

  void receive(const command::Pause& command) {
    run.pause();
    outbox.done(command.ticket);
  }

  void receive(const command::Reset& command) {
    start(run.begun() ? run.experiment() : Experiment{}, in_use(), {}, {}, shelf.leave(run, in_use()));
    outbox.done(command.ticket);
  }

  void receive(command::Restore&& command) {
    if (auto valid = validate(command.experiment); !valid) return outbox.failed(command.ticket, valid.error().message);
    ResumePoint resume_point;
    resume_point.parameters = std::move(command.parameters);
    resume_point.epoch = command.epoch;
    resume_point.step = command.step;
    resume_point.seconds = command.history.empty() ? 0 : command.history.back().seconds;
    resume_point.history = std::move(command.history);
    if (auto fit = fits(resume_point, command.experiment.network); !fit) {
      return outbox.failed(command.ticket, fit.error().message);
    }
    auto use = data_for(command.experiment);
    if (!use) return outbox.failed(command.ticket, use.error().message);
    if (auto room = room_for(command.experiment); !room) return outbox.failed(command.ticket, room.error().message);
    const Shelf::Origin origin{.id = std::move(command.kept), .worth = resume_point.step > 0};
    begin(command.experiment, std::move(*use), std::move(resume_point), origin);
    outbox.done(command.ticket);
  }

  void receive(const command::DescribeData& command) {
    if (!in_use().images) return outbox.failed(command.ticket, "There are no images yet.");
    event::DataSheet sheet = data_sheet(in_use(), run.experiment().seed);
    sheet.ticket = command.ticket;
    outbox.post(std::move(sheet));
  }

  void receive(const command::ExportModel& command) {
    if (!run.begun()) return outbox.failed(command.ticket, "There is no network to save yet.");
    outbox.post(event::ModelFile{
        command.ticket, export_model(run, data.images ? data.images->class_names : std::vector<std::string>{})});
  }

  void receive(const command::ExportData& command) {
    if (!in_use().images) return outbox.failed(command.ticket, "There are no images yet.");
    const auto pieces = as_zip(set_as_arrays(*in_use().images));
    if (!pieces) return outbox.failed(command.ticket, pieces.error().message);
    const std::uint64_t size = size_of(*pieces);
    if (!options.memory_for(size))
      return outbox.failed(command.ticket,
                           say("There is not enough memory to save these images: {0} are needed.", in_bytes(size)));
    outbox.post(event::DataFile{command.ticket, joined_pieces(*pieces)});
  }

  void receive(command::ImportModel&& command) {
    auto model = import_model(command.file);
    if (!model) return outbox.failed(command.ticket, model.error().message);
    // A model of another set goes on with the images at hand; without any it waits for those that it names.
    Experiment& experiment = model->experiment;
    if (data.images && model->foreign) experiment.data.dataset = data.name;
    if (data.images && experiment.data.dataset != data.name && !command.waits)
      model->resume_point.other_dataset = std::exchange(experiment.data.dataset, data.name);
    auto use = data_for(experiment);
    if (!use) {
      experiment.data = {.dataset = data.name};
      use = data_for(experiment);
    }
    if (!use) return outbox.failed(command.ticket, use.error().message);
    if (auto room = room_for(experiment); !room) return outbox.failed(command.ticket, room.error().message);
    const bool kept = !command.kept.empty();
    const Shelf::Origin origin{std::move(command.kept), kept, command.shelve && model->resume_point.step > 0};
    begin(experiment, std::move(*use), std::move(model->resume_point), origin);
    outbox.done(command.ticket);
  }

  bool more() const { return load.pending() || requests.pending() || maps.pending() || run.training(); }

  bool work(double budget) {
    const double begin = options.clock();
    const double length = std::clamp(budget, 0.0, kSliceSeconds);
    // While training goes on, other work gets half of each slice.
    const double shared = begin + (run.training() ? length / 2 : length);
    requests.watch(run, in_use());
    bool worked = false;
    while ((load.pending() || requests.pending()) && (!worked || options.clock() < shared)) {
      worked = true;
      if (load.pending()) {
        if (auto loaded = load.work_until(shared)) adopt(std::move(*loaded));
        look_at_held();
      } else {
        requests.work_until(shared, run, in_use());
      }
    }
    // A map is drawn in what is left of the half, but a piece of it is in every slice.
    if (maps.pending()) maps.work_until(shared);
    if (run.training()) run.work_until(begin + length);
    shelf.look(run, in_use());
    requests.watch(run, in_use());
    return more();
  }
};

Engine::Engine(EngineOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {
  const int threads = impl_->options.pool != nullptr ? impl_->options.pool->most() : 1;
  impl_->outbox.post(event::EngineReady{impl_->options.variant, threads});
}

Engine::~Engine() = default;

void Engine::receive(Command command) {
  std::visit([this](auto& each) { impl_->receive(std::move(each)); }, command);
  impl_->shelf.look(impl_->run, impl_->in_use());
}

void Engine::refuse(const Sentence& why) { impl_->outbox.failed(0, why); }

bool Engine::work(double budget_seconds) { return impl_->work(budget_seconds); }

std::vector<Event> Engine::take_events() { return impl_->outbox.take(); }

}  // namespace hourglass
