// The recipe: every setting of the field table, by group. Nothing here names a setting except to say how it is drawn
// (the encoder as an hourglass, classes as chips) and which ones a beginner may pass by.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "exchange/run_forms.h"
#include "studio/recipe/recipe.h"
#include "studio/recipe/recipe_actions.h"
#include "studio/recipe/recipe_parts.h"
#include "studio/state/actions.h"
#include "studio/state/share.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

struct Section {
  std::string_view group;
  Key title;
};
constexpr std::array<Section, 3> kSections = {{{"data", "Data"}, {"network", "Network"}, {"training", "Training"}}};

/// Shown under "More": right in nine runs of ten, and at hand in the tenth.
constexpr std::array<std::string_view, 16> kMore = {
    "held-out-share",  "init",    "weight-decay", "momentum",    "decay",   "beta1",  "beta2",         "epsilon",
    "schedule-epochs", "warm-up", "step-every",   "step-factor", "shuffle", "pixels", "shared-biases", "kl-weight"};

bool in_more(const Field& field, const Experiment& experiment) {
  if (std::find(kMore.begin(), kMore.end(), field.key) == kMore.end()) return false;
  // What the choices above make matter moves up beside them.
  if (field.key == "schedule-epochs")
    return experiment.training.schedule_epochs == 0 || !field.why_disabled(experiment).empty();
  if (field.key == "kl-weight" || field.key == "warm-up" || field.key == "step-every" || field.key == "step-factor" ||
      field.key == "momentum")
    return !field.why_disabled(experiment).empty();
  return true;
}

struct SaveButton {
  RunForm form;
  Key name, read_as, help;
};

void draw_save_row(Context& ui, const Rect& row, std::span<const SaveButton> buttons) {
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    const SaveButton& one = buttons[i];
    const std::string id = "recipe/save-" + std::string(name_of(one.form).key);
    const Rect place = column(row, static_cast<int>(i), static_cast<int>(buttons.size()), kGap2);
    if (button(ui, id, one.name, place, Look::normal, Icon::none, {.help = one.help, .read_as = one.read_as}))
      save_model(ui, one.form);
  }
}

constexpr float kSaveCaption = 18;
float saving_height(const Context& ui) { return 2 * ui.theme.control + kGap2 + kSaveCaption; }

/// The forms in which the network can be saved.
void draw_saving(Context& ui, Rect area) {
  static constexpr std::array<SaveButton, 3> kFiles = {
      {{RunForm::checkpoint, "Model", "Model, as safetensors",
        "A safetensors file with the optimizer's state; open it here again like any file"},
       {RunForm::notebook, "Notebook", "Notebook, for Jupyter",
        "The recipe, the curve, the weights, and Python that rebuilds the network and trains on"},
       {RunForm::report, "Report", "Report, as a page to print",
        "Recipe, curve, figures, map, sweep and samples on one page, to be handed in"}}};
  static constexpr std::array<SaveButton, 3> kOnnx = {
      {{RunForm::onnx_encoder, "Encoder", "Encoder, as ONNX", "From pixels to the code, for ONNX Runtime and its kin"},
       {RunForm::onnx_decoder, "Decoder", "Decoder, as ONNX", "From a code to pixels, for ONNX Runtime and its kin"},
       {RunForm::onnx_autoencoder, "Both", "Encoder and decoder, as ONNX",
        "Pixels to code and reconstruction, for ONNX Runtime and its kin"}}};
  draw_save_row(ui, cut_top(area, ui.theme.control, kGap2), kFiles);
  label(ui, "recipe/save-onnx-parts", cut_top(area, kSaveCaption), "As ONNX, for other programs", ui.fonts.small,
        ui.theme.muted);
  draw_save_row(ui, cut_top(area, ui.theme.control), kOnnx);
}

/// A line that opens and folds; true while open.
bool fold(Context& ui, std::string_view id, Key title, bool open_at_first, float& y, const Rect& content, bool strong,
          const Words& read_as = {}) {
  const auto folded = ui.state.folded.find(id);
  const float height = ui.touch ? kTouch : 28.0f;
  const Rect line{content.x, y, content.w, height};
  const bool open = folded == ui.state.folded.end() ? open_at_first : !folded->second;
  if (disclosure(ui, std::string("recipe/section/") + std::string(id), title, open, line, strong, read_as))
    fold_section(ui.state, id, !open);
  y += height + kGap1;
  return open;
}

}  // namespace

void draw_recipe(Context& ui, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  Rect tools;
  Rect inside = card(ui, "recipe", "Recipe", area, &tools);
  if (!ui.narrow) {
    const Rect place = cut_right(tools, ui.touch ? kTouch : 28.0f);
    if (icon_button(ui, "recipe/hide", "Hide the recipe", Icon::chevron_left, place)) open_recipe(state, false);
    cut_right(tools, kGap1);
  }
  if (icon_button(ui, "recipe/share", "Share a link", Icon::link, cut_right(tools, ui.touch ? kTouch : 28.0f),
                  {.help = "A link to this page as it is, for a class or a friend"}))
    open_share(ui);
  const Sentence no_model = state.weights.network ? Sentence() : say("There is no network yet.");
  cut_right(tools, kGap1);
  if (icon_button(ui, "recipe/save-model", "Save the trained network", Icon::download,
                  cut_right(tools, ui.touch ? kTouch : 28.0f),
                  {.help = "To be opened here again, or by another program", .disabled = no_model},
                  state.model_saving_open))
    toggle_model_saving(state);
  if (state.model_saving_open && no_model.empty()) draw_saving(ui, cut_top(inside, saving_height(ui), kGap3));

  const Scroll scroll = begin_scroll(ui, "recipe/fields", {inside.x, inside.y, inside.w + kGap3, inside.h});
  const Rect content{scroll.content.x, scroll.content.y, scroll.content.w, 0};
  float y = content.y;
  y += draw_preset_line(ui, {content.x, y, content.w, 0});
  if (state.training()) {
    const float lines = draw_paragraph(
        ui, {content.x, y, content.w, 0},
        "While training, the settings that are not grey can be changed. They take effect at the next step.",
        ui.fonts.small, t.muted);
    y += lines + kGap2;
  }
  for (const Section& section : kSections) {
    fill(ui, {content.x, y, content.w, 1}, t.border);
    y += kGap2;
    if (!fold(ui, section.group, section.title, true, y, content, true)) continue;
    bool more = false;
    for (const Field& field : experiment_fields()) {
      if (field.group != section.group) continue;
      if (in_more(field, state.experiment))
        more = true;
      else
        y += draw_setting(ui, field, {content.x, y, content.w, 0});
      if (field.key == "corruption-amount") y += draw_corruption_preview(ui, {content.x, y, content.w, 0});
    }
    if (more && fold(ui, std::string(section.group) + "-more", "More", false, y, content, false,
                     say("More settings: {0}", section.title)))
      for (const Field& field : experiment_fields())
        if (field.group == section.group && in_more(field, state.experiment))
          y += draw_setting(ui, field, {content.x, y, content.w, 0});
    y += kGap2;
  }
  end_scroll(ui, scroll, y - content.y + kGap2);
}

}  // namespace hourglass
