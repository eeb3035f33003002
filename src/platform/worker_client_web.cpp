#include "platform/worker_client_web.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/event_queue.h"
#include "engine/recovery.h"
#include "platform/message_parts_web.h"

// Module.channel is here the page's engine host (web/src/engine/host.ts).
// clang-format off
EM_JS(void, hg_client_attach, (void* client), {
  Module["channel"].attach({
    receive() { Module["_engine_client_receive"](client); },
    died(lost) { Module["_engine_client_died"](client, lost); },
  });
})
EM_JS(void, hg_client_detach, (), { Module["channel"].detach(); })
EM_JS(std::uint32_t, hg_client_add_file, (const std::uint8_t* bytes, std::uint32_t size), {
  return Module["channel"].addFile(new Blob([HEAPU8.slice(bytes >>> 0, (bytes >>> 0) + size)]));
})
EM_JS(void, hg_client_take_file, (std::uint32_t id), { Module["channel"].takeFile(id); })
EM_JS(void, hg_client_remove_file, (std::uint32_t id), { Module["channel"].removeFile(id); })
// clang-format on

namespace hourglass {
  namespace {

  class WorkerClient final : public EngineClient {
   public:
    WorkerClient() { hg_client_attach(this); }
    ~WorkerClient() override { hg_client_detach(); }
    WorkerClient(const WorkerClient&) = delete;
    WorkerClient& operator=(const WorkerClient&) = delete;

    void send(Command command) override {
      if (auto* load = std::get_if<command::LoadFiles>(&command)) give_handles(*load);
      recovery_.sent(command);
      post(std::move(command));
    }

    std::vector<Event> poll() override { return queue_.take(); }

    void let_go(const std::vector<FileHandle>& files) override {
      recovery_.unneeded(files);
      drop_files();
    }

    void receive() {
      auto event = decode_event(from_parts(take_incoming()));
      ran_ = true;
      if (event) {
        recovery_.received(*event);
        queue_.push(std::move(*event));
      } else {
        queue_.push(event::Failed{0, event.error().message});
      }
      drop_files();
    }

    void died(bool lost) {
      const Bytes text = from_parts(take_incoming()).head;
      const Sentence message = from_assets({reinterpret_cast<const char*>(text.data()), text.size()});
      // What was sent before any engine ran waits with the host for the first that does.
      if (ran_ || !lost)
        for (Event& event : recovery_.tell_restart(message))
          if (!lost || !std::holds_alternative<event::EngineRestarted>(event)) queue_.push(std::move(event));
      drop_files();
      if (lost) {
        queue_.push(event::EngineLost{message});
        return;
      }
      for (Command& command : recovery_.commands()) post(std::move(command));
    }

   private:
    /// Bytes become files of the host: another engine can then be given them again, and they stand in no module's
    /// memory. From here on all of them stay with the host until Recovery finds that no load needs them any longer.
    static void give_handles(command::LoadFiles& load) {
      load.handles.resize(load.file_names.size());
      for (std::size_t i = 0; i < load.files.size() && i < load.handles.size(); ++i) {
        if (load.handles[i].id != 0) continue;
        const Bytes& bytes = load.files[i];
        load.handles[i] = {hg_client_add_file(bytes.data(), static_cast<std::uint32_t>(bytes.size())), bytes.size()};
      }
      load.files.clear();
      for (const FileHandle& file : load.handles) hg_client_take_file(file.id);
    }

    void drop_files() {
      for (const std::uint32_t id : recovery_.take_unneeded_files()) hg_client_remove_file(id);
    }

    static void post(Command command) { post_message(encode_command(std::move(command))); }

    Recovery recovery_;
    EventQueue queue_;
    bool ran_ = false;  ///< an engine has said something in this visit
  };

  }  // namespace

  std::unique_ptr<EngineClient> make_worker_client() { return std::make_unique<WorkerClient>(); }

}  // namespace hourglass

// What the functions given to the host's attach() call.
extern "C" {

EMSCRIPTEN_KEEPALIVE void engine_client_receive(hourglass::WorkerClient* client) { client->receive(); }
EMSCRIPTEN_KEEPALIVE void engine_client_died(hourglass::WorkerClient* client, bool lost) { client->died(lost); }

}  // extern "C"
