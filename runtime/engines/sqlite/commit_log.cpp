// The log commit by commit, past what is damaged: the part of LogReader that copies and checks are made with.

#include <utility>

#include "candidates.hpp"
#include "log_reader.hpp"

namespace cqrs::sqlite {
namespace {

Result<RecordedCommit> damaged(Error error) { return unexpected<Error>(std::move(error)); }

}  // namespace

Result<void> LogReader::read_commits(CommitVisitor visit) {
  std::uint64_t from = 1;  // rows are looked for behind the one before, wherever that says that it ends
  for (std::uint64_t next = 1;;) {
    const auto found = copy_next_row(from);
    if (!found) return unexpected(found.error());
    if (!*found) return {};
    const Slice row = slices_.front();
    from = row.row + 1;
    if (row.row > next && visit(damaged(damaged_row(next, 0, "it is missing"))) == Visit::stop) return {};
    if (row.row < next && visit(damaged(damaged_row(row.row, 0, "the one before reaches into it"))) == Visit::stop)
      return {};
    if (row.row_end <= row.row || row.row_end - row.row > kEndOfLog) {
      if (visit(damaged(damaged_row(row.row, 0, "its count makes no sense"))) == Visit::stop) return {};
      next = row.row + 1;
      continue;
    }
    next = row.row_end;
    if (visit_commits(visit) == Visit::stop) return {};
  }
}

/// The first row that begins at `from` or later becomes the page. False: there is none.
Result<bool> LogReader::copy_next_row(std::uint64_t from) {
  const ResetLater reset(next_row_);
  next_row_.bind(1, static_cast<std::int64_t>(from));
  const auto found = next_row_.step();
  if (!found || !*found) return found;
  page_ = to_buffer(next_row_.bytes(2));
  const auto first = static_cast<std::uint64_t>(next_row_.integer(0));
  slices_.assign(1, {first, first, first + static_cast<std::uint64_t>(next_row_.integer(1)), 0, 0, page_.size()});
  return true;
}

Visit LogReader::visit_commits(CommitVisitor visit) {
  const Slice row = slices_.front();
  std::uint64_t position = row.row;
  for (std::size_t offset = 0; offset < page_.size(); offset += header_.length) {
    const Record record{Bytes(page_).subspan(offset), position, row.row, offset};
    if (const auto damage = store::decode_header(record.bytes, header_)) {
      return visit(damaged(damaged_row(row.row, offset, *damage)));
    }
    position += header_.positions();
    if (visit_commit(record, visit) == Visit::stop) return Visit::stop;
  }
  if (position == row.row_end) return Visit::next;
  return visit(damaged(damaged_row(row.row, page_.size(), "its count is wrong")));
}

Visit LogReader::visit_commit(const Record& record, CommitVisitor visit) {
  auto parts = name_parts();
  if (!parts) return visit(damaged(std::move(parts).error()));
  RecordedCommit commit{.metadata = &header_.metadata, .command = header_.command, .streams = *parts};
  commit.position = Position(0, header_.events == 0 ? header_.log_end : record.position + header_.events - 1);

  std::vector<RecordedEvent> events;
  events.reserve(header_.events <= record.bytes.size() ? header_.events : 0);
  std::vector<std::vector<std::string_view>> tags;
  store::FrameReader frames(record.bytes, header_);
  store::Frame frame;
  RecordedEvent event;
  if (auto filled = fill_shared(header_, event); !filled) return visit(damaged(std::move(filled).error()));
  while (frames.next(frame)) {
    if (auto filled = fill(frame, record, event); !filled) {
      commit.damage = std::move(filled).error();
      break;
    }
    tags.emplace_back(frame.tags.begin(), frame.tags.end());  // what is in the reader goes with the next frame
    events.push_back(event);
  }
  for (std::size_t i = 0; i < events.size(); ++i) events[i].tags = tags[i];
  commit.events = events;
  if (frames.damage()) commit.damage = damaged_frame(record.position, header_, frames);
  return visit(commit);
}

Result<std::vector<RecordedCommit::Part>> LogReader::name_parts() {
  std::vector<RecordedCommit::Part> parts;
  parts.reserve(header_.parts.size());
  const auto tenant = name(header_.tenant, NameKind::tenant);
  if (!tenant) return unexpected(tenant.error());
  for (const auto& part : header_.parts) {
    const auto category = name(part.category, NameKind::category);
    if (!category) return unexpected(category.error());
    parts.push_back({{(*tenant)->text, (*category)->text, part.key}, part.before, part.events});
  }
  return parts;
}

}  // namespace cqrs::sqlite
