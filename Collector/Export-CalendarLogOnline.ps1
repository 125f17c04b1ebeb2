<#
.SYNOPSIS
Exports the calendar diagnostic logs of Exchange Online, one file for each mailbox and day (UTC).

.DESCRIPTION
No PowerShell runs on the machines where calfold is built: this script was checked against the documentation only
(docs/collecting.md). Try it on one mailbox first.

Needs the module ExchangeOnlineManagement and an open session (Connect-ExchangeOnline; for a scheduled task with a certificate,
-AppId, -CertificateThumbprint and -Organization). The script itself knows no secret and writes none.

The service keeps about a month. A day is fetched when it has been over for 14 hours; a day that has its file is not
fetched again. The window is by the time of modification.

.EXAMPLE
./Export-CalendarLogOnline.ps1 -Folder D:\calfold\inbox\calendar -Days 28

.EXAMPLE
./Export-CalendarLogOnline.ps1 -Folder D:\calfold\inbox\calendar -MailboxFilter "CustomAttribute1 -eq 'pilot'"
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Folder,
    # An OPATH filter of Get-EXOMailbox; without one all mailboxes of users, rooms and equipment, and shared ones.
    [string] $MailboxFilter,
    [ValidateRange(1, 31)] [int] $Days = 7,
    [ValidateRange(0, 240)] [int] $SettleHours = 14,
    [ValidateRange(0, 60000)] [int] $PauseMilliseconds = 500
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Collector.psm1') -Force
Use-InvariantCulture

# The documented maximum. More rows are cut off without a word, so windows are halved until fewer come.
$limit = 1000

# Every property that the fold reads, and those that help to understand a row.
$properties = @(
    'NormalizedSubject', 'CalendarLogTriggerAction', 'OriginalLastModifiedTime', 'ItemClass', 'ItemVersion',
    'AppointmentSequenceNumber', 'AppointmentLastSequenceNumber', 'AppointmentState', 'AppointmentAuxiliaryFlags', 'AppointmentRecurring',
    'AppointmentRecurrenceBlob', 'CalendarItemType', 'GlobalObjectId', 'CleanGlobalObjectId', 'OriginalStartDate', 'IsException',
    'StartTime', 'EndTime', 'StartWallClock', 'EndWallClock', 'Duration', 'TimeZone', 'StartTimeZone', 'StartTimeZoneId',
    'EndTimeZoneId', 'TimeZoneDefinitionRecurring', 'TimeZoneDefinitionStart', 'TimeZoneDefinitionEnd', 'TimeZoneBlob',
    'MapiIsAllDayEvent', 'CreationTime', 'LastModifiedTime', 'OwnerCriticalChangeTime', 'AttendeeCriticalChangeTime',
    'From', 'SentRepresentingEmailAddress', 'SenderEmailAddress', 'ResponsibleUserName', 'ReceivedRepresenting',
    'AttendeeCollection', 'AttendeeListDetails', 'DisplayAttendeesAll', 'DisplayAttendeesTo', 'DisplayAttendeesCc',
    'ResponseType', 'FreeBusyStatus', 'ClientIntent', 'ClientInfoString', 'MeetingRequestType', 'Location',
    'IsMeeting', 'IsCancelled', 'IsSeriesCancelled', 'SeriesId', 'IsDraft', 'EventDraft', 'HijackedMeeting',
    'ExternalSharingMasterId', 'ParentDisplayName'
)
# LogTimestamp comes with every row and is no property of an item, so it is not asked for by name.
$columns = @('LogTimestamp') + $properties
$timeColumns = @(
    'LogTimestamp', 'OriginalLastModifiedTime', 'OriginalStartDate', 'StartTime', 'EndTime', 'CreationTime', 'LastModifiedTime',
    'OwnerCriticalChangeTime', 'AttendeeCriticalChangeTime'
)
# The item's own clock, which tells how far its zone was ahead of UTC.
$clockColumns = @('StartWallClock', 'EndWallClock')

$select = @{ ResultSize = 'Unlimited'; RecipientTypeDetails = 'UserMailbox', 'SharedMailbox', 'RoomMailbox', 'EquipmentMailbox' }
if ($MailboxFilter) { $select.Filter = $MailboxFilter }
$mailboxes = @(Invoke-Patiently { Get-EXOMailbox @select | Sort-Object PrimarySmtpAddress })

Export-EveryDay $mailboxes (Get-SettledDay $Days $SettleHours) $Folder {
    param($address, $day, $path)
    $entries = @(Get-Window {
            param($from, $to)
            # Bound to the item, or recurrence blobs come cut off. Enumerations stay numbers: names are a matter of version.
            Get-CalendarDiagnosticObjects -Identity $address -StartDate $from -EndDate $to -CustomPropertyNames $properties `
                -ShouldBindToItem $true -ShouldFetchAttendeeCollection $true -ResultSize $limit -MaxResults $limit -ErrorAction Stop
        } $day $day.AddDays(1) $limit $PauseMilliseconds)
    $rows = @(foreach ($entry in $entries) { ConvertTo-ExportRow $entry $columns $timeColumns -ClockColumns $clockColumns })
    Write-ExportFile $rows $columns $path
}
