// What is done with a picture that was brought for the pad: shown with a crop, taken, or put away. The sheet that shows
// it, its keys and the page all call these.
#pragma once

#include <string_view>

#include "studio/state/context.h"

namespace hourglass {

/// A plain picture (data/photograph.h) goes to the pad at once; any other is shown on a sheet before it is taken.
void bring_picture(Context& ui, Picture picture);

/// Takes hold of a part of the crop, drags it by (dx, dy) of the picture's pixels from where it was then, lets it go.
void hold_crop(Context& ui, CropPart part);
void drag_crop(Context& ui, double dx, double dy);
void release_crop(Context& ui);
void reset_crop(Context& ui);
void choose_ink_tone(Context& ui, InkTone tone);
void remove_picture_lines(Context& ui, bool remove);

/// Reads the crop where that was not done yet; while it is dragged at half the size, which takes a quarter of the time.
void read_crop(Context& ui);
/// Puts on the pad what was read, as one step that undo takes back, and closes the sheet. Nothing is taken where
/// nothing was found.
void take_crop(Context& ui);
void put_picture_away(Context& ui);

/// Keys while the sheet is open: Enter takes; where the picture has the keyboard, arrows move the crop and with Shift
/// its lower right corner. True if the key was one of these.
bool picture_key(Context& ui, std::string_view key, bool shift);

}  // namespace hourglass
