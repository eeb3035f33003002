// The one table of settings. A new setting is one row here and appears on the command line, in the link, in presets, in
// the saved state, in the protocol and in the recipe panel.
#pragma once

#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "math/error.h"
#include "training/experiment.h"

namespace hourglass {

enum class FieldKind { integer, real, choice, toggle, text };

struct Choice {
  std::string_view key;  ///< as written in links and files: "relu"
  Key label;             ///< as shown: "ReLU"
};

struct Field {
  std::string_view key;    ///< "learning-rate": flag, link and file name of the setting
  std::string_view group;  ///< "data", "network" or "training"
  Key label;               ///< "Learning rate"
  FieldKind kind;
  double minimum = 0, maximum = 0;    ///< of integer and real
  std::span<const Choice> choices;    ///< of choice
  std::span<const double> offered;    ///< values worth offering, of integer and real; may be empty
  bool fixed_while_training = false;  ///< a change means a new start
  std::string (*get)(const Experiment&);
  /// Refuses what is malformed or out of range with a sentence that names the range; the experiment is then unchanged.
  std::expected<void, Error> (*set)(Experiment&, std::string_view);
  /// Why the field has no effect just now ("Only a cosine schedule warms up."), or nothing.
  Sentence (*why_disabled)(const Experiment&);
};

std::span<const Field> experiment_fields();
const Field* find_field(std::string_view key);

/// What the glossary (text/glossary.h) calls a setting, and one of its choices: "optimizer/adam". A choice that its
/// label says whole has no entry there.
std::string_view term_of(const Field& field);
std::string term_of(const Field& field, const Choice& choice);
/// One sentence: what the setting is.
Sentence help_of(const Field& field);

/// Checks what no single field can: combinations (cross-entropy wants pixels 0:1 and a sigmoid output, ...).
std::expected<void, Error> validate(const Experiment& experiment);

/// The label of the first differing setting that a running trainer cannot take over ("Batch"), or nothing when none is.
Sentence needs_new_start(const Experiment& from, const Experiment& to);

using Settings = std::map<std::string, std::string, std::less<>>;

/// All fields as text; `only_changed_from` leaves out those that equal it (a short link).
Settings to_settings(const Experiment& experiment, const Experiment* only_changed_from = nullptr);
/// Applies each pair to `start`; the first bad key or value is refused with a sentence.
std::expected<Experiment, Error> from_settings(const Settings& settings, const Experiment& start = {});

}  // namespace hourglass
