// Changing the images leaves nothing behind: fifty changes end where five ended, in files, textures and memory.
#include <malloc.h>

#include <set>

#include "engine/recovery.h"
#include "studio_room.h"

namespace hourglass {
namespace {

/// As the page's client keeps files for an engine that may die (platform/worker_client_web), with a list of those that
/// have not been let go.
class CountingClient final : public EngineClient {
 public:
  explicit CountingClient(EngineOptions options) : engine_(std::move(options), Drive::by_hand) {}

  void send(Command command) override {
    recovery_.sent(command);
    engine_.send(std::move(command));
  }
  std::vector<Event> poll() override {
    if (!held) engine_.pump(4);
    std::vector<Event> events = engine_.poll();
    for (const Event& event : events) recovery_.received(event);
    forget();
    return events;
  }
  void let_go(const std::vector<FileHandle>& files) override {
    recovery_.unneeded(files);
    forget();
  }

  std::set<std::uint32_t> live;
  bool held = false;  ///< the engine does nothing

 private:
  void forget() {
    for (const std::uint32_t file : recovery_.take_unneeded_files()) live.erase(file);
  }
  InProcessClient engine_;
  Recovery recovery_;
};

struct Held {
  std::size_t files = 0, textures = 0, bytes = 0;
};

class Changes {
 public:
  Changes() : client_(options()), room({}, {}, &client_) {
    room.studio->set_catalogue(R"({"sets": [{"id": "site", "title": "Site", "about": "", "images": 80, "bytes": 9,
      "files": [{"path": "a", "bytes": 1, "sha256": ""}]}]})");
    room.turns(3);
  }

  void change(int number) {
    const auto set = two_kinds_of_images(80);
    // Sets of two names in turn: what was shown of the one makes room for the other's.
    const std::string which = number % 2 ? "odd" : "even";
    const std::vector<std::string> names = {which + "-images-idx3-ubyte", which + "-labels-idx1-ubyte"};
    switch (number % 5) {
      case 0:
      case 3: bring("", names, set); break;
      case 1: bring("", {"note.txt"}, {{'h', 'e', 'l', 'l', 'o'}}); break;
      case 2:  // fetched although it was given up
        (void)room.call("load", {{"name", "site"}});
        room.turns(2);
        room.press("bar/dataset");
        room.press("data/site/cancel");
        bring("site", names, set);
        break;
      case 4:  // another one while the first is read
        client_.held = true;
        bring("", names, set);
        room.turns(2);
        bring("", names, set);
        client_.held = false;
        break;
    }
    ASSERT_TRUE(room.until([&] { return room.call("state")["value"]["loading"].is_null(); }));
    room.turns(20);
  }

  Held held() const {
    Held now{client_.live.size(), room.graphics.textures().size(), 0};
    now.bytes = mallinfo2().uordblks;  // 0 under the address sanitizer, which counts leaks itself
    return now;
  }

 private:
  EngineOptions options() {
    EngineOptions options;
    options.open_file = [this](const std::string& name, FileHandle handle) -> std::expected<Source, Error> {
      return view_source(name, lying_.at(handle.id));
    };
    return options;
  }
  void bring(const std::string& name, std::vector<std::string> names, const std::vector<Bytes>& files) {
    std::vector<FileHandle> handles;
    while (lying_.size() > 4) lying_.erase(lying_.begin());
    for (const Bytes& bytes : files) {
      lying_[++last_] = bytes;
      client_.live.insert(last_);
      handles.push_back({last_, bytes.size()});
    }
    room.studio->open_handles(name, "", std::move(names), std::move(handles));
  }

  std::map<std::uint32_t, Bytes> lying_;
  std::uint32_t last_ = 0;
  CountingClient client_;

 public:
  StudioRoom room;
};

TEST(ManyChanges, FiftyEndWhereFiveEnded) {
  Changes changes;
  Held early;
  for (int i = 0; i <= 50; ++i) {
    changes.change(i);
    if (i == 5) early = changes.held();
  }
  const Held late = changes.held();
  EXPECT_EQ(early.files, 2u) << "the files of the set in use";
  EXPECT_EQ(late.files, early.files);
  EXPECT_EQ(late.textures, early.textures);
  // Less than one of these sets, and less than what Dear ImGui keeps for three windows that are shown no more.
  EXPECT_LT(late.bytes, early.bytes + 60'000);
}

TEST(ManyChanges, NoticesThatAreGoneLeaveNothing) {
  StudioRoom room;
  room.open_images();
  std::size_t early = 0;
  for (int i = 1; i <= 220; ++i) {
    const std::string name = "note-" + std::to_string(i) + ".txt";
    room.studio->open_files("", {name}, {{'h', 'e', 'l', 'l', 'o'}});
    ASSERT_TRUE(room.until([&] { return room.notices().find(name) != std::string::npos; })) << name;
    if (i == 20) early = mallinfo2().uordblks;
  }
  // Two hundred of them, and less than 100 bytes of each.
  EXPECT_LT(mallinfo2().uordblks, early + 20'000);
}

}  // namespace
}  // namespace hourglass
