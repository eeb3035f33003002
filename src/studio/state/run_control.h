// What starts and stops the run at hand: Train and what its button says, a press that waits for images, single steps, a
// new start; and the trained model that the page opens with, which a new start leaves.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Why there is no run to train or to reset; empty: there is one.
Sentence why_no_run(const State& state);
/// Why training cannot be started now; empty: it can.
Sentence why_no_training(const State& state);
/// What is on the page is the trained model that it opens with.
bool shows_start_model(const State& state);
/// The person went on to something else, even if that model is still on its way.
void leave_start_model(State& state);
/// The model that the engine will open is shown before there is an engine.
void show_start_model_ahead(State& state, Checkpoint&& model, double now);

/// What the one button that trains does now. `more`: a finished run goes on for more_epochs(). `from_scratch`: the
/// page's own model is left for untrained weights, so that its map can be watched as it comes about. `wait_no_more`: it
/// was pressed before its images were there, which is taken back.
enum class TrainDeed { train, pause, resume, more, from_scratch, wait_no_more, start_engine };
TrainDeed train_deed(const State& state);
/// The images of the run are on their way: a press of that button waits for them.
bool images_to_come(const State& state);
/// Does what was pressed before the images were there, once they are.
void follow_awaited_images(Context& ui);
/// As many as the run was planned for, whatever was added since.
int more_epochs(const State& state);

/// Does it, but for `pause`.
void train(Context& ui);
void pause(Context& ui);
/// What the run's button says when it is pressed: as it was last shown.
void train_or_pause(Context& ui);
void show_run_button(State& state, bool pauses);
/// Asks the host for an engine once more, after it was given up.
void start_engine(Context& ui);
void step_batch(Context& ui);
void step_epoch(Context& ui);
void reset_run(Context& ui);
void new_seed(Context& ui);
/// After a divergence: a third of the learning rate, the same seed, and off.
void lower_rate_and_restart(Context& ui);

}  // namespace hourglass
