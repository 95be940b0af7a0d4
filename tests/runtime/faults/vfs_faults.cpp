#include <limits>

#include <sqlite3.h>

#include "fault.hpp"

namespace cqrs::faults {
namespace {

using vfs::Call;

struct Kind {
  const char* name;
  Call call;
  int code;
  bool partly = false;  ///< half of a write is done before it fails
};

constexpr Kind kKinds[] = {
    {"open: EIO", Call::open, SQLITE_CANTOPEN},
    {"read: EIO", Call::read, SQLITE_IOERR_READ},
    {"write: EIO", Call::write, SQLITE_IOERR_WRITE},
    {"write: EIO, half of it done", Call::write, SQLITE_IOERR_WRITE, true},
    {"write: ENOSPC", Call::write, SQLITE_FULL},
    {"write: ENOSPC, half of it done", Call::write, SQLITE_FULL, true},
    {"truncate: EIO", Call::truncate, SQLITE_IOERR_TRUNCATE},
    {"sync: EIO", Call::sync, SQLITE_IOERR_FSYNC},
    {"size: EIO", Call::size, SQLITE_IOERR_FSTAT},
    {"lock: ENOLCK", Call::lock, SQLITE_IOERR_LOCK},
    {"lock: held by another", Call::lock, SQLITE_BUSY},
    {"shared memory: ENOMEM", Call::map, SQLITE_NOMEM},
    {"shared memory: EIO", Call::map, SQLITE_IOERR_SHMMAP},
    {"lock of shared memory: ENOLCK", Call::map_lock, SQLITE_IOERR_SHMLOCK},
    {"lock of shared memory: held by another", Call::map_lock, SQLITE_BUSY},
    {"remove: EIO", Call::remove, SQLITE_IOERR_DELETE},
    {"look: EIO", Call::look, SQLITE_IOERR_ACCESS},
};

/// All faults of a VFS work on one disk.
vfs::MemoryDisk& disk() {
  static vfs::MemoryDisk disk("cqrs-faults-memory");
  return disk;
}

class VfsFault final : public Fault {
 public:
  explicit VfsFault(const Kind& kind)
      : Fault(kind.name),
        kind_(kind),
        watched_(
            std::string("cqrs-faults ") + kind.name, [this](const vfs::Operation& call) { return ask(call); },
            disk().name()) {}

  [[nodiscard]] std::string vfs() const override { return watched_.name(); }
  void begin(const vfs::Image& files, std::uint64_t at) override {
    disk().load(files);
    Countdown::arm(at);
  }

 private:
  int ask(const vfs::Operation& call) {
    if (call.call != kind_.call || !Countdown::strikes()) return SQLITE_OK;
    if (kind_.partly) call.write_some(call.bytes / 2);
    return kind_.code;
  }

  Kind kind_;
  vfs::WatchedVfs watched_;
};

class FullDisk final : public Fault {
 public:
  FullDisk() : Fault("the disk is full, until there is room again") { (void)disk(); }

  [[nodiscard]] std::string vfs() const override { return disk().name(); }
  void begin(const vfs::Image& files, std::uint64_t at) override {
    disk().load(files);
    disk().limit(at * kBlock);
  }
  void relieve() override { disk().limit(kNoLimit); }
  void end() override { disk().limit(kNoLimit); }
  [[nodiscard]] bool has_struck() const override { return disk().was_full(); }

 private:
  static constexpr std::uint64_t kBlock = 1'024;
  static constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace

void Countdown::arm(std::uint64_t at) {
  at_ = at;
  counted_ = 0;
  struck_ = false;
  armed_ = true;
}

bool Countdown::strikes() {
  if (!armed_ || ++counted_ != at_) return false;
  struck_ = true;
  return true;
}

std::vector<std::unique_ptr<Fault>> vfs_faults() {
  std::vector<std::unique_ptr<Fault>> faults;
  for (const auto& kind : kKinds) faults.push_back(std::make_unique<VfsFault>(kind));
  return faults;
}

std::unique_ptr<Fault> full_disk() { return std::make_unique<FullDisk>(); }

}  // namespace cqrs::faults
