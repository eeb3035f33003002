// Studio: the whole front end as one object. It draws between ImGui::NewFrame and ImGui::Render, listens to an engine
// through EngineClient, and knows neither browser nor desktop: what it needs of them are the callbacks in Host.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/picture.h"
#include "engine/client.h"
#include "platform/graphics.h"
#include "platform/host.h"
#include "platform/pointer.h"

namespace hourglass {

class Studio {
 public:
  /// `saved` is what Host::keep was last given (or empty), `query` the page's link ("preset=classroom&seed=3"); the
  /// link wins. `texts` is the file of assets/text for the language that the link asks for; without one that can be
  /// read it is English. `letters` is an OpenType font with those of its letters that Inter has not, or empty.
  Studio(EngineClient& engine, Graphics& graphics, Host host, std::string_view saved, std::string_view query,
         std::string_view texts = {}, std::span<const std::uint8_t> letters = {});
  ~Studio();

  /// Hears the engine; true when what it said, or an animation, or a setting asks for a new picture.
  bool update();
  /// Seconds until the next picture is wanted if nothing else happens: 0 is now, negative is never (a tip that appears,
  /// a notice that goes).
  double next_frame() const;
  /// What a press in the mirror set off is not drawn as a whole yet.
  bool settling() const;
  /// The engine trains, or lays out a map: what changes by itself is then only told, and may wait.
  bool busy() const;
  /// There are images, and a run that can be trained on them.
  bool can_train() const;
  /// Draws one frame into the current ImGui context. Sizes are CSS pixels; `scale` is the device's pixels per CSS
  /// pixel.
  void draw(float width, float height, float scale);

  /// The pointer's places since the last frame and a two-finger gesture, told before draw() and valid for that frame.
  void pointer(std::span<const PointerSample> samples);
  void pinch(const Pinch& pinch);

  /// The DOM mirror's answers: pressed, chosen, typed, slid. Unknown ids are ignored.
  void mirror_press(std::string_view id);
  void mirror_set(std::string_view id, std::string_view value);
  /// The text field that lies on top at this place, to be typed into in the DOM; empty where something else does: what
  /// is drawn on top takes the press.
  std::string field_at(float x, float y) const;
  /// Whether what lies at this place can still scroll that way (right and down are positive).
  bool scrolls(float x, float y, float dx, float dy) const;
  /// Whether a pointer that is pressed at this place and moves does something there: paints, slides, explores.
  bool takes_drag(float x, float y) const;
  /// The item whose DOM element has the keyboard; empty: none.
  void mirror_focus(std::string_view id);
  /// Keyboard shortcuts by their DOM key names (" ", "s", "r", "f", "h", "Escape"), "undo" and "redo" for the keys that
  /// mean these; true if the key is one of ours.
  bool key(std::string_view key, bool shift);

  /// Files a person chose, dropped or linked; `name` is a catalogue id for a catalogue entry.
  void open_files(std::string_view name, std::vector<std::string> file_names,
                  std::vector<std::vector<std::uint8_t>> files);
  /// The same for files that lie where the engine can read them piece by piece (every file of the page): only their
  /// handles pass through here. `entry` is the catalogue entry as JSON, or empty.
  void open_handles(std::string_view name, std::string_view entry, std::vector<std::string> file_names,
                    std::vector<FileHandle> handles);
  /// A picture brought for the pad: a drawing, a scan, a photograph of a digit on paper, dark on light or light on
  /// dark.
  void open_picture(Picture picture);
  void fetch_progress(std::string_view catalogue_id, double done, double total);
  void fetch_failed(std::string_view catalogue_id, std::string_view message);
  /// Nothing of it has come for a while; the next progress takes this back.
  void fetch_stalled(std::string_view catalogue_id);
  /// What the page itself has to say (state/notice.h).
  void page_notice(std::string_view topic, std::string_view text, std::string_view button);
  /// The catalogue (catalogue.json) and the checkpoint that the page opens with, which may be packed by gzip.
  void set_catalogue(std::string_view json);
  void open_start_model(std::span<const std::uint8_t> file);
  /// The runs of the shelf, new ones and changed ones, as page_kept_runs (platform/bridge.def) says.
  void kept_runs(std::string_view json);
  /// All sets of the person's own that are kept, as a list of catalogue entries.
  void kept_sets(std::string_view json);
  /// Answers Host::open_kept with the run's checkpoint. `copy`: another page goes on with it.
  void open_kept(std::string_view id, std::span<const std::uint8_t> model, bool copy);
  /// Answers Host::look_at_kept with the run's checkpoint; no bytes: it is not kept any more.
  void kept_seen(std::string_view id, std::span<const std::uint8_t> model);
  /// What Host::keep_trail was last given for the run, told before open_kept or go_on.
  void kept_trail(std::string_view id, std::span<const std::uint8_t> bytes);
  /// The run that the page had before it was loaded again, told once after kept_runs(); no bytes: there is none.
  /// `trains`: it was training a moment ago, and goes on.
  void go_on(std::string_view id, std::span<const std::uint8_t> model, bool copy, bool trains);
  /// Something is not kept, or a run of the shelf was not found.
  void not_kept(std::string_view message);
  /// The languages that there are, as page_languages (platform/bridge.def) says.
  void set_languages(std::string_view json);
  /// The page's own address, without a query: links in what is saved begin with it.
  void set_address(std::string_view address);
  void set_dark(bool dark);
  /// What the screen is usually pressed with, until a pointer says otherwise: a finger wants targets of 44 px.
  void set_touch(bool touch);
  /// The colours that the system forces on everything, as page_contrast (platform/bridge.def) says.
  void set_contrast(std::string_view colors);
  /// The site's lessons, and a link's QR code: page_lessons, page_code (platform/bridge.def).
  void set_lessons(std::string_view json);
  void set_code(std::string_view text, int side, std::span<const std::uint8_t> modules);
  /// Pictures of letters that no font has: page_letters (platform/bridge.def).
  void set_drawn_letters(std::string_view json, std::span<const std::uint8_t> alpha);
  /// The page may be gone in a moment, and draws no more: what Host::keep has not been given yet it is given now. The
  /// address stays as it is, since the page that comes may have been asked for by it.
  void leave();
  /// The person wants as little motion as can be: nothing glides.
  void set_still(bool still);

  /// window.hourglass: method and arguments as JSON. Answers {"value": ...}, {"error": "sentence"} or {"pending":
  /// call}, the last followed by Host::answer(call, json).
  std::string call(std::string_view method, std::string_view json);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hourglass
