#include "studio/pad/picture_actions.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "studio/pad/pad_update.h"
#include "studio/state/actions.h"
#include "studio/state/cropped_picture.h"
#include "studio/state/pad_memory.h"

namespace hourglass {
namespace {

FramingOptions framing_of(const State& state) {
  FramingOptions framing = state.explore.pad.framing;
  framing.box = state.dataset.framed;
  return framing;
}

void take_read_picture(Context& ui, const ReadPicture& read) {
  send_to_pad(ui, read.image);
  ui.state.explore.pad.placed_canvas = 0;  // it is the person's own
  settle(ui.state, NoticeTopic::pad);
  if (!read.note.empty()) notify(ui.state, ui.time, NoticeTopic::pad, NoticeKind::info, read.note);
}

}  // namespace

void bring_picture(Context& ui, Picture picture) {
  if (is_plain(picture)) {
    const auto read = read_picture(picture, {}, framing_of(ui.state));
    if (read) return take_read_picture(ui, *read);
    return notify(ui.state, ui.time, NoticeTopic::pad, NoticeKind::error, read.error().message);
  }
  CroppedPicture& cropped = ui.state.cropped;
  cropped.picture = std::move(picture);
  ++cropped.version;
  cropped.crop = whole_picture(cropped.limits());
  cropped.tone = InkTone::automatic;
  cropped.remove_lines = true;
  cropped.held = CropPart::none;
  settle(ui.state, NoticeTopic::pad);
  open_sheet(ui.state, Sheet::picture);
  ui.animate();
}

void hold_crop(Context& ui, CropPart part) {
  CroppedPicture& cropped = ui.state.cropped;
  cropped.held = part;
  cropped.held_crop = cropped.crop;
}

void drag_crop(Context& ui, double dx, double dy) {
  CroppedPicture& cropped = ui.state.cropped;
  cropped.crop = dragged_crop(cropped.held_crop, cropped.held, dx, dy, cropped.limits());
  ui.animate();
}

void release_crop(Context& ui) {
  ui.state.cropped.held = CropPart::none;
  ui.animate();
}

void reset_crop(Context& ui) {
  ui.state.cropped.crop = whole_picture(ui.state.cropped.limits());
  ui.animate();
}

void choose_ink_tone(Context& ui, InkTone tone) {
  ui.state.cropped.tone = tone;
  ui.animate();
}

void remove_picture_lines(Context& ui, bool remove) {
  ui.state.cropped.remove_lines = remove;
  ui.animate();
}

void read_crop(Context& ui) {
  CroppedPicture& cropped = ui.state.cropped;
  const FramingOptions framing = framing_of(ui.state);
  const int side = cropped.held == CropPart::none ? kPhotographSide : kPhotographSide / 2;
  const CroppedPicture::Choices now{cropped.version,  cropped.crop, cropped.tone, cropped.remove_lines, side,
                                    framing.as_mnist, framing.box};
  if (cropped.read_of == now) return;
  cropped.read_of = now;
  ++cropped.reading;
  auto read = read_picture(cropped.picture, cropped.crop,
                           {.tone = cropped.tone, .remove_lines = cropped.remove_lines, .side = side}, framing);
  cropped.failed = read ? Sentence() : std::move(read.error().message);
  cropped.read = read ? std::move(*read) : ReadPicture();
}

void take_crop(Context& ui) {
  release_crop(ui);
  read_crop(ui);
  if (!ui.state.cropped.failed.empty()) return;
  take_read_picture(ui, ui.state.cropped.read);
  put_picture_away(ui);
}

void put_picture_away(Context& ui) {
  close_sheet(ui.state);
  ui.animate();
}

bool picture_key(Context& ui, std::string_view key, bool shift) {
  if (key == "Enter") {
    take_crop(ui);
    return true;
  }
  if (!ui.mirror.focused("picture/crop")) return false;
  const CropLimits limits = ui.state.cropped.limits();
  const double step = std::max(1.0, std::round(std::max(limits.width, limits.height) / 100));
  double dx = 0, dy = 0;
  if (key == "ArrowLeft") dx = -step;
  if (key == "ArrowRight") dx = step;
  if (key == "ArrowUp") dy = -step;
  if (key == "ArrowDown") dy = step;
  if (dx == 0 && dy == 0) return false;
  hold_crop(ui, shift ? CropPart::bottom_right : CropPart::whole);
  drag_crop(ui, dx, dy);
  release_crop(ui);
  return true;
}

}  // namespace hourglass
