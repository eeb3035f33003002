#include "studio/state/images_asked.h"

#include "studio/state/actions.h"
#include "studio/state/files.h"

namespace hourglass {

bool reads_again(const State& state) {
  return state.asked.told && state.loading.active() && state.loading.ticket != state.asked.told->ticket;
}

void answer_question(Context& ui, const Guess& guess) {
  const BroughtFiles files = ui.state.loading.files;
  if (files.handles.empty()) return;
  const DecodeOptions options = answered(files.options, guess);
  const std::string name = ui.state.loading.id;
  load_handles(ui, name, "", files.names, files.handles, &options, command::LoadAsking::always);
}

void accept_images(Context& ui) {
  State& state = ui.state;
  if (!state.asked.told || reads_again(state)) return;
  ui.engine.send(command::AcceptLoad{.ticket = state.asked.told->ticket});
  state.asked.told.reset();
  close_sheet(state);
  ui.animate();
}

void tend_images_asked(Context& ui) {
  State& state = ui.state;
  if (!state.asked.told) return;
  if (state.sheet == Sheet::asked && state.loading.active()) return;
  if (state.sheet == Sheet::asked) close_sheet(state);
  state.asked.told.reset();
  cancel_loading(ui);
}

}  // namespace hourglass
