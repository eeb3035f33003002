// What a person can do, apart from how it was asked for: a button, a key, a script and the mirror all call these. What
// starts and stops the run stands in run_control.h.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "exchange/run_forms.h"
#include "math/error.h"
#include "studio/state/context.h"

namespace hourglass {

/// Why the person can change no setting at all; empty: he can. Scripts and lessons may all the same.
Sentence why_settings_stay(const State& state);
/// Why a setting that needs a new start cannot be changed now; empty: it can.
Sentence why_fixed(const State& state);

/// The field of a setting in the recipe, by its key in the field table.
std::string recipe_field(std::string_view key);

/// One setting by its key in the field table, as it was entered at `field` of the recipe (none: the setting's own).
/// Refused: entry and reason are kept for the field.
std::expected<void, Error> set_setting(Context& ui, std::string_view key, std::string_view value,
                                       std::string_view field = {});
/// Several settings at once. `entry`: what they were made of, kept with the reason where the engine refuses them.
std::expected<void, Error> configure(Context& ui, const Experiment& wanted, FieldEntry entry = {});
void choose_preset(Context& ui, std::string_view key);

/// Fetches an entry of the catalogue and trains `experiment` (the present one if none) on it. The set before stays
/// until it has come.
void choose_dataset(Context& ui, std::string_view id, const Experiment* experiment = nullptr,
                    std::string_view preset = {});
/// Fetches the set that an opened model was trained on; the network goes on with it as it is.
void use_set_of_model(Context& ui, std::string_view id);
void retry_dataset(Context& ui);
/// Begins a request for images with nothing left of the one before it, which is cancelled when it is still under way.
/// The caller says how they come.
Loading& request_images(Context& ui, std::string_view id, Sentence title);
void cancel_loading(Context& ui);

void open_sheet(State& state, Sheet sheet);
void close_sheet(State& state);
/// A section of the recipe is open until it is folded; `open`: as it shall be now.
void fold_section(State& state, std::string_view section, bool open);

/// Beside the present run's curve; pin_run() the present run itself.
void pin(Context& ui, Run run);
void pin_run(Context& ui);
void unpin_run(State& state, std::size_t pinned);
void show_loss_figure(State& state, LossFigure figure);
void show_log_scale(State& state, bool logarithmic);
void show_tab(State& state, Tab tab);
void open_recipe(State& state, bool open);
void set_dark_theme(Context& ui, bool dark);
void save_model(Context& ui, RunForm form);
/// The file that came of it, given to the host.
void save_model_file(Context& ui, std::span<const std::uint8_t> file);
/// Asks the engine for the images at hand as a file; once it has come it is given to the host.
void save_data(Context& ui);
void follow_saved_data(Context& ui);
void toggle_model_saving(State& state);
void save_history_csv(Context& ui);

void act_on(Context& ui, NoticeAction action, std::string_view about);

}  // namespace hourglass
