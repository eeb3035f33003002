// The fields of each command and event, named once for writing and reading alike. `a` is an archive: called with a
// name and a member, it writes the member or fills it.
#pragma once

#include <string_view>

#include "engine/protocol.h"

namespace hourglass {

/// A member that travels in the head, and the largest value that an enum may take there.
template <class A, class E>
void enum_field(A& a, std::string_view name, E& value, E last) {
  auto number = static_cast<std::int32_t>(value);
  a(name, number);
  if (number < 0 || number > static_cast<std::int32_t>(last)) {
    a.refuse(name);
  } else {
    value = static_cast<E>(number);
  }
}

template <class A>
void subset_field(A& a, command::Subset& subset) {
  enum_field(a, "subset", subset, command::Subset::all);
}

template <class A>
void fields(A& a, FileHandle& m) {
  a("id", m.id), a("size", m.size);
}
template <class A>
void fields(A& a, HistoryPoint& m) {
  a("epoch", m.epoch), a("step", m.step);
  for (const HistoryFigure& figure : kHistoryFigures) a(figure.name, m.*figure.member);
}
template <class A>
void fields(A& a, Guess& m) {
  enum_field(a, "question", m.question, Question::array);
  a("taken", m.taken), a("names", m.names);
}
template <class A>
void fields(A& a, event::ClassCount& m) {
  a("name", m.name), a("images", m.images);
}

inline std::string_view message_name(const command::LoadFiles&) { return "load_files"; }
template <class A>
void fields(A& a, command::LoadFiles& m) {
  a("ticket", m.ticket), a("name", m.name), a("file_names", m.file_names), a("files", m.files);
  a("handles", m.handles), a("options", m.options), a("entry", m.entry), a("experiment", m.experiment);
  enum_field(a, "asks", m.asks, command::LoadAsking::always);
  a("keep_weights", m.keep_weights);
}
inline std::string_view message_name(const command::CancelLoad&) { return "cancel_load"; }
template <class A>
void fields(A& a, command::CancelLoad& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::AcceptLoad&) { return "accept_load"; }
template <class A>
void fields(A& a, command::AcceptLoad& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::Configure&) { return "configure"; }
template <class A>
void fields(A& a, command::Configure& m) {
  a("ticket", m.ticket), a("experiment", m.experiment);
}
inline std::string_view message_name(const command::Train&) { return "train"; }
template <class A>
void fields(A& a, command::Train& m) {
  a("ticket", m.ticket), a("epochs", m.epochs), a("steps", m.steps);
}
inline std::string_view message_name(const command::Pause&) { return "pause"; }
template <class A>
void fields(A& a, command::Pause& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::Reset&) { return "reset"; }
template <class A>
void fields(A& a, command::Reset& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::ComputeCodes&) { return "compute_codes"; }
template <class A>
void fields(A& a, command::ComputeCodes& m) {
  a("ticket", m.ticket), subset_field(a, m.subset), a("every", m.every);
}
inline std::string_view message_name(const command::Encode&) { return "encode"; }
template <class A>
void fields(A& a, command::Encode& m) {
  a("ticket", m.ticket), a("spec", m.spec), a("parameters", m.parameters), subset_field(a, m.subset);
  a("every", m.every);
}
inline std::string_view message_name(const command::FollowCodes&) { return "follow_codes"; }
template <class A>
void fields(A& a, command::FollowCodes& m) {
  a("seconds", m.seconds), subset_field(a, m.subset), a("every", m.every);
}
inline std::string_view message_name(const command::FindNearest&) { return "find_nearest"; }
template <class A>
void fields(A& a, command::FindNearest& m) {
  a("ticket", m.ticket), a("code", m.code), a("count", m.count), a("step", m.step);
}
inline std::string_view message_name(const command::FindWorst&) { return "find_worst"; }
template <class A>
void fields(A& a, command::FindWorst& m) {
  a("ticket", m.ticket), a("count", m.count);
}
inline std::string_view message_name(const command::GetImages&) { return "get_images"; }
template <class A>
void fields(A& a, command::GetImages& m) {
  a("ticket", m.ticket), subset_field(a, m.subset), a("places", m.places);
}
template <class A>
void method_field(A& a, command::MapMethod& method) {
  enum_field(a, "method", method, command::MapMethod::tsne);
}
inline std::string_view message_name(const command::MakeMap&) { return "make_map"; }
template <class A>
void fields(A& a, command::MakeMap& m) {
  a("ticket", m.ticket), method_field(a, m.method), subset_field(a, m.subset), a("every", m.every);
  a("perplexity", m.perplexity), a("iterations", m.iterations), a("seed", m.seed);
}
inline std::string_view message_name(const command::StopMap&) { return "stop_map"; }
template <class A>
void fields(A& a, command::StopMap& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::FindAlike&) { return "find_alike"; }
template <class A>
void fields(A& a, command::FindAlike& m) {
  a("ticket", m.ticket), subset_field(a, m.subset), a("place", m.place), a("pixels", m.pixels), a("count", m.count);
}
inline std::string_view message_name(const command::MeasureMap&) { return "measure_map"; }
template <class A>
void fields(A& a, command::MeasureMap& m) {
  a("ticket", m.ticket), subset_field(a, m.subset), a("every", m.every), a("places", m.places);
}
inline std::string_view message_name(const event::MapDrawn&) { return "map_drawn"; }
template <class A>
void fields(A& a, event::MapDrawn& m) {
  a("ticket", m.ticket), method_field(a, m.method), subset_field(a, m.subset), a("every", m.every), a("done", m.done);
  a("prepared", m.prepared), a("iteration", m.iteration), a("iterations", m.iterations);
  a("perplexity", m.perplexity), a("divergence", m.divergence), a("places", m.places), a("mean", m.mean);
  a("axes", m.axes), a("errors", m.errors);
}
inline std::string_view message_name(const event::MapMeasured&) { return "map_measured"; }
template <class A>
void fields(A& a, event::MapMeasured& m) {
  a("ticket", m.ticket), a("neighbour_accuracy", m.neighbour_accuracy), a("trustworthiness", m.trustworthiness);
  a("continuity", m.continuity), a("labelled", m.labelled);
}
inline std::string_view message_name(const command::DescribeData&) { return "describe_data"; }
template <class A>
void fields(A& a, command::DescribeData& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::ExportModel&) { return "export_model"; }
template <class A>
void fields(A& a, command::ExportModel& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::ExportData&) { return "export_data"; }
template <class A>
void fields(A& a, command::ExportData& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const command::ImportModel&) { return "import_model"; }
template <class A>
void fields(A& a, command::ImportModel& m) {
  a("ticket", m.ticket), a("file", m.file), a("kept", m.kept), a("waits", m.waits), a("shelve", m.shelve);
}
inline std::string_view message_name(const command::Restore&) { return "restore"; }
template <class A>
void fields(A& a, command::Restore& m) {
  a("ticket", m.ticket), a("experiment", m.experiment), a("epoch", m.epoch), a("step", m.step);
  a("parameters", m.parameters), a("history", m.history), a("kept", m.kept);
}

inline std::string_view message_name(const event::EngineReady&) { return "engine_ready"; }
template <class A>
void fields(A& a, event::EngineReady& m) {
  a("variant", m.variant), a("threads", m.threads);
}
inline std::string_view message_name(const event::FileProgress&) { return "file_progress"; }
template <class A>
void fields(A& a, event::FileProgress& m) {
  a("ticket", m.ticket), a("doing", m.doing), a("done", m.done), a("total", m.total), a("images", m.images);
}
inline std::string_view message_name(const event::DatasetReady&) { return "dataset_ready"; }
template <class A>
void fields(A& a, event::DatasetReady& m) {
  a("ticket", m.ticket), a("joined", m.joined), a("name", m.name), a("title", m.title), a("checksum", m.checksum);
  a("class_names", m.class_names), a("notes", m.notes), a("guesses", m.guesses), a("training", m.training),
      a("validation", m.validation), a("held_out", m.held_out);
  a("held_out_pixels", m.held_out_pixels), a("held_out_labels", m.held_out_labels);
  a("training_labels", m.training_labels);
}
inline std::string_view message_name(const event::LoadWaits&) { return "load_waits"; }
template <class A>
void fields(A& a, event::LoadWaits& m) {
  a("ticket", m.ticket), a("message", m.message);
}
inline std::string_view message_name(const event::LoadAsks&) { return "load_asks"; }
template <class A>
void fields(A& a, event::LoadAsks& m) {
  a("ticket", m.ticket), a("images", m.images), a("guesses", m.guesses), a("notes", m.notes);
  a("pixels", m.pixels), a("labels", m.labels);
}
inline std::string_view message_name(const event::Progress&) { return "progress"; }
template <class A>
void fields(A& a, event::Progress& m) {
  enum_field(a, "state", m.state, event::RunState::diverged);
  a("epoch", m.epoch), a("epochs", m.epochs), a("step", m.step), a("images_per_second", m.images_per_second);
  a("gflops", m.gflops), a("seconds_left", m.seconds_left);
  a("last_train", m.last_train);
}
inline std::string_view message_name(const event::HistoryAdded&) { return "history_added"; }
template <class A>
void fields(A& a, event::HistoryAdded& m) {
  a("point", m.point);
}
inline std::string_view message_name(const event::RunStarted&) { return "run_started"; }
template <class A>
void fields(A& a, event::RunStarted& m) {
  a("experiment", m.experiment), a("history", m.history), a("other_dataset", m.other_dataset);
  a("kept", m.kept), a("before", m.before);
}
inline std::string_view message_name(const event::Snapshot&) { return "snapshot"; }
template <class A>
void fields(A& a, event::Snapshot& m) {
  a("spec", m.spec), a("epoch", m.epoch), a("step", m.step), a("parameters", m.parameters);
}
inline std::string_view message_name(const event::Codes&) { return "codes"; }
template <class A>
void fields(A& a, event::Codes& m) {
  a("ticket", m.ticket), subset_field(a, m.subset), a("every", m.every), a("epoch", m.epoch), a("width", m.width);
  a("codes", m.codes), a("step", m.step);
}
inline std::string_view message_name(const event::Encoded&) { return "encoded"; }
template <class A>
void fields(A& a, event::Encoded& m) {
  a("ticket", m.ticket), subset_field(a, m.subset), a("every", m.every), a("width", m.width), a("codes", m.codes);
  a("errors", m.errors);
}
inline std::string_view message_name(const event::Images&) { return "images"; }
template <class A>
void fields(A& a, event::Images& m) {
  a("ticket", m.ticket), subset_field(a, m.subset), a("places", m.places), a("values", m.values);
  a("pixels", m.pixels), a("labels", m.labels), a("step", m.step);
}
inline std::string_view message_name(const event::DataSheet&) { return "data_sheet"; }
template <class A>
void fields(A& a, event::DataSheet& m) {
  a("ticket", m.ticket), a("counts", m.counts), a("warnings", m.warnings), a("means", m.means);
  a("samples", m.samples), a("samples_each", m.samples_each);
}
inline std::string_view message_name(const event::ModelFile&) { return "model_file"; }
template <class A>
void fields(A& a, event::ModelFile& m) {
  a("ticket", m.ticket), a("file", m.file);
}
inline std::string_view message_name(const event::DataFile&) { return "data_file"; }
template <class A>
void fields(A& a, event::DataFile& m) {
  a("ticket", m.ticket), a("file", m.file);
}
inline std::string_view message_name(const event::Diverged&) { return "diverged"; }
template <class A>
void fields(A& a, event::Diverged& m) {
  a("epoch", m.epoch), a("step", m.step), a("message", m.message);
}
inline std::string_view message_name(const event::Done&) { return "done"; }
template <class A>
void fields(A& a, event::Done& m) {
  a("ticket", m.ticket);
}
inline std::string_view message_name(const event::Failed&) { return "failed"; }
template <class A>
void fields(A& a, event::Failed& m) {
  a("ticket", m.ticket), a("message", m.message);
}
inline std::string_view message_name(const event::EngineRestarted&) { return "engine_restarted"; }
template <class A>
void fields(A& a, event::EngineRestarted& m) {
  a("message", m.message);
}
inline std::string_view message_name(const event::EngineLost&) { return "engine_lost"; }
template <class A>
void fields(A& a, event::EngineLost& m) {
  a("message", m.message);
}

}  // namespace hourglass
