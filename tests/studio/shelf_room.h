// A small run on the shelf, and what is asked of it there: for the tests of what comes there and of what comes back.
#pragma once

#include <string>

#include "studio_room.h"

namespace hourglass {

/// Loads images, and trains a small run for two epochs.
inline void train_something(StudioRoom& room) {
  room.open_images(60);
  room.ask("configure", {{"encoder", {784, 6, 2}}, {"epochs", 50}, {"batch", 16}});
  room.ask("train", {{"epochs", 2}});
  ASSERT_TRUE(room.until([&] { return !room.ask("runs").empty(); }));
}

/// The button of that name on a notice.
inline std::string notice_action(const StudioRoom& room, const std::string& name) {
  for (const auto& [id, item] : room.mirror)
    if (id.starts_with("notice/") && id.ends_with("/action") && item.value("name", "") == name) return id;
  return {};
}

/// The run is there again, as far as it was.
inline bool back(StudioRoom& room, const Json& before) {
  return room.until([&] {
    const Json now = room.ask("state");
    return now["run"] == before["run"] && now["epoch"] == before["epoch"] && now["weightsEpoch"] == before["epoch"];
  });
}

/// What is left of a studio that trained something and was closed.
struct Left {
  std::string kept, link;
};
inline Left leave_something(RoomShelf& shelf) {
  StudioRoom room({}, {}, nullptr, {}, &shelf);
  train_something(room);
  room.turns(60);
  return {room.kept, room.link};
}

}  // namespace hourglass
