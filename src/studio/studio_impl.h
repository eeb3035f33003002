// What the parts of the studio (studio.cpp, studio_input.cpp, studio_told.cpp) share: the state, what draws it, and
// what is remembered from frame to frame.
#pragma once

#include <imgui.h>

#include <cfloat>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "studio/script_api.h"
#include "studio/state/context.h"
#include "studio/studio.h"
#include "studio/ui/other_letters.h"
#include "text/language.h"

namespace hourglass {

/// Frames that Dear ImGui needs to come to rest after something was pressed or typed.
inline constexpr int kSettlingFrames = 2;

struct Studio::Impl {
  Host host;
  OtherLetters others;  ///< than the fonts have
  State state;
  Mirror mirror;
  Context ui;
  ScriptApi scripts;
  std::string usual_preset;
  Language spoken;                     ///< of a file; English and the pseudo-language are built in
  std::string texts;                   ///< that file
  std::vector<unsigned char> letters;  ///< a font with what Inter lacks for it

  bool changed = true;
  int settling = kSettlingFrames;
  float wanted_scale = 1;
  std::string kept, theme_told;
  double kept_at = -1e9;
  double figures_told = -1e9;       ///< when the mirror last told every figure
  std::optional<Experiment> asked;  ///< by the link
  bool fresh = false;               ///< nothing was saved and the link says nothing: the page shows its trained model
  bool asks_data = true;            ///< the first data set has not been asked for yet
  ImVec2 mouse_before{-FLT_MAX, -FLT_MAX};
  bool touch = false;
  bool finger = false;         ///< a finger is down
  ImVec2 finger_at{0, 0};      ///< where one was last, while the page is projected,
  double finger_since = -1e9;  ///< and when

  Impl(EngineClient& engine, Graphics& graphics, Host given)
      : host(std::move(given)),
        others(host.draw_letters != nullptr),
        ui{{.mirror = mirror, .graphics = graphics}, state, engine, host} {}

  double now() const { return host.seconds ? host.seconds() : 0; }
  void open(std::string_view saved, std::string_view query);
  void speak(std::string_view tag, std::string_view texts, std::span<const std::uint8_t> letters);
  void begin_data();
  void take_events();
  void keep();
  void keep_now();
  void keep_state();
  void begin_frame(float width, float height, float scale);
  void end_frame();
  Mirror::Figures figures_wanted();
};

}  // namespace hourglass
