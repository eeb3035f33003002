// What a script learns of the screen and does to it: which map, which view, what lies on the pad, the figures that are
// shown. Apart from the methods of the run, because lessons (web/src/lessons) live by it.
#pragma once

#include "studio/script_methods.h"

namespace hourglass {

/// What is on the screen: the panels' choices, the pad, and every figure that is known now under the name that lessons
/// give it (docs/lessons.md).
ScriptReply tell_screen(Context& ui, const ScriptJson& arguments);
/// Chooses what the panels show: map, view, sweep, samples, recipe, panel, sheet, measure.
ScriptReply show_on_screen(Context& ui, const ScriptJson& arguments);
/// Puts something on the pad: sample or class of the held-out images, strokes, or nothing; and its noise.
ScriptReply paint_on_pad(Context& ui, const ScriptJson& arguments);
/// Brings a run of the shelf back as the present one.
ScriptReply open_run(Context& ui, const ScriptJson& arguments);

}  // namespace hourglass
