#include "write_ahead_log.hpp"

#include <bit>
#include <cstddef>
#include <memory>
#include <span>

#include <sqlite3.h>

#include <cqrs/bytes.hpp>

namespace cqrs::sqlite {
namespace {

// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::uint32_t kMagic = 0x377f0682;  // or one more: checksums of big-endian words

std::uint32_t big_endian(const std::byte* from) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = (value << 8U) | std::to_integer<std::uint32_t>(from[i]);
  return value;
}

std::uint32_t little_endian(const std::byte* from) {
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = (value << 8U) | std::to_integer<std::uint32_t>(from[i]);
  return value;
}

/// A pair of numbers in a header: a checksum, or the salts that tell one life of the file from the next.
struct Pair {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  friend bool operator==(const Pair&, const Pair&) = default;
};

Pair pair_at(const std::byte* from) { return {big_endian(from), big_endian(from + 4)}; }

/// The checksum of what came before and of `bytes`.
Pair sum(Pair before, Bytes bytes, bool big) {
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    const std::byte* const words = bytes.data() + at;
    before.first += (big ? big_endian(words) : little_endian(words)) + before.second;
    before.second += (big ? big_endian(words + 4) : little_endian(words + 4)) + before.first;
  }
  return before;
}

/// A file that is read through a VFS; absent where it cannot be opened.
class LogFile {
 public:
  LogFile(const std::string& name, const std::string& vfs)
      : name_(name + std::string(3, '\0')),  // as SQLite wants names: no parameters follow
        vfs_(sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str())) {
    if (vfs_ == nullptr) return;
    memory_ =
        std::make_unique<std::max_align_t[]>(static_cast<std::size_t>(vfs_->szOsFile) / sizeof(std::max_align_t) + 1);
    int exists = 0;
    if (vfs_->xAccess(vfs_, name_.c_str(), SQLITE_ACCESS_EXISTS, &exists) != SQLITE_OK || exists == 0) return;
    open_ = vfs_->xOpen(vfs_, name_.c_str(), file(), SQLITE_OPEN_READONLY | SQLITE_OPEN_WAL, nullptr) == SQLITE_OK;
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  ~LogFile() {
    if (open_) file()->pMethods->xClose(file());
  }

  /// False at the end, and where it cannot be read: SQLite will say so.
  bool read(std::size_t at, std::span<std::byte> to) {
    return open_ && file()->pMethods->xRead(file(), to.data(), static_cast<int>(to.size()),
                                            static_cast<sqlite3_int64>(at)) == SQLITE_OK;
  }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.get()); }

  std::string name_;
  sqlite3_vfs* vfs_;
  std::unique_ptr<std::max_align_t[]> memory_;
  bool open_ = false;
};

/// Follows the chain of checksums: that of each frame goes on from the one stored in the frame before.
class Chain {
 public:
  Chain(Bytes header, Bytes first_frame)
      : big_(std::to_integer<int>(header[3]) % 2 == 1),
        whole_(big_endian(header.data()) / 2 == kMagic / 2 &&
               sum({}, header.first(kHeaderBytes - 8), big_) == pair_at(header.data() + kHeaderBytes - 8)),
        salts_(pair_at(whole_ ? header.data() + 16 : first_frame.data() + 8)),
        last_(pair_at(header.data() + kHeaderBytes - 8)) {}

  /// False: commits were written behind damage.
  bool take(Bytes frame) {
    const bool ours = pair_at(frame.data() + 8) == salts_;
    const Pair stored = pair_at(frame.data() + 16);
    const bool follows =
        ours && linked_ && sum(sum(last_, frame.first(8), big_), frame.subspan(kFrameHeaderBytes), big_) == stored;
    linked_ = ours;
    last_ = stored;
    if (follows && (whole_ || !committed_)) {
      // Behind damage, what follows a commit was written when that commit, and all before it, were on the disk.
      committed_ = !whole_ && (committed_ || big_endian(frame.data() + 4) != 0);
      return true;
    }
    if (follows) return false;
    whole_ = committed_ = false;
    return true;
  }
  [[nodiscard]] bool whole() const { return whole_; }

 private:
  bool big_;
  bool whole_;  ///< no frame so far was out of the chain
  Pair salts_;
  Pair last_;
  bool linked_ = true;
  bool committed_ = false;  ///< behind damage, a commit that follows from what is before it
};

std::size_t page_size(Bytes header) {
  constexpr std::size_t kDefault = 4'096;
  const std::uint32_t size = big_endian(header.data() + 8);
  return std::has_single_bit(size) && size >= 512 && size <= 65'536 ? size : kDefault;
}

Error damaged_log(const std::string& path, std::size_t at) {
  return {
      ErrorCode::corruption,
      "the write-ahead log " + path + "-wal is damaged at byte " + std::to_string(at) +
          ", and there are commits behind the damage that cannot be read; nothing was changed. Restore the store from "
          "a backup, or give up what stands behind the damage: sqlite3 " +
          path + " \"PRAGMA wal_checkpoint(TRUNCATE)\""};
}

}  // namespace

Result<void> check_write_ahead_log(const std::string& path, const std::string& vfs) {
  LogFile file(path + "-wal", vfs);
  Buffer header(kHeaderBytes);
  if (!file.read(0, header)) return {};
  Buffer frame(kFrameHeaderBytes + page_size(header));
  if (!file.read(kHeaderBytes, frame)) return {};
  Chain chain(header, frame);
  std::size_t damage = chain.whole() ? kHeaderBytes : 0;
  for (std::size_t at = kHeaderBytes; file.read(at, frame); at += frame.size()) {
    if (!chain.take(frame)) return unexpected(damaged_log(path, damage));
    if (chain.whole()) damage = at + frame.size();
  }
  return {};
}

}  // namespace cqrs::sqlite
