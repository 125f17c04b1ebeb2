<#
.SYNOPSIS
Exports the calendar diagnostic logs of Exchange Server, one file for each mailbox and day (UTC).

.DESCRIPTION
No PowerShell runs on the machines where calfold is built: this script was checked against the documentation only
(docs/collecting.md). Try it on one mailbox first, and compare a meeting that you know: -LogTimeZone and -TimeZone say by which clock
the analysis prints its times, -Culture in which form.

Run it in the Exchange Management Shell. It knows no secret and writes none.

Get-CalendarDiagnosticLog finds the entries of a day; Get-CalendarDiagnosticAnalysis prints those of one meeting at a time, as text.
A meeting whose text does not split into its columns is kept word for word under "unread" beside the export folder, with a warning; calfold
leaves files that end in .unread alone.

.EXAMPLE
./Export-CalendarLogOnPremises.ps1 -Folder D:\calfold\inbox\calendar -Days 14

.EXAMPLE
./Export-CalendarLogOnPremises.ps1 -Folder D:\calfold\inbox\calendar -MailboxFilter "Department -eq 'Sales'" -Culture de-DE
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Folder,
    # An OPATH filter of Get-Mailbox; without one all mailboxes of users, rooms and equipment, and shared ones.
    [string] $MailboxFilter,
    [ValidateRange(1, 366)] [int] $Days = 7,
    [ValidateRange(0, 240)] [int] $SettleHours = 14,
    # The clock of "Local Log Time": that of this computer unless the server's differs.
    [string] $LogTimeZone = [TimeZoneInfo]::Local.Id,
    # The clock of every other time.
    [string] $TimeZone = 'UTC',
    # How the analysis writes dates: as this session's culture does unless the server's differs.
    [Globalization.CultureInfo] $Culture = (Get-Culture),
    [ValidateRange(0, 60000)] [int] $PauseMilliseconds = 250
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Collector.psm1') -Force

# The documented maximum. More rows are cut off without a word, so windows are halved until fewer come.
$limit = 1000
$zones = @{
    'Local Log Time' = [TimeZoneInfo]::FindSystemTimeZoneById($LogTimeZone)
    'Other'          = [TimeZoneInfo]::FindSystemTimeZoneById($TimeZone)
}
$timeColumns = @(
    'Local Log Time', 'OriginalLastModifiedTime', 'OriginalStartDate', 'StartTime', 'EndTime', 'CreationTime', 'LastModifiedTime'
)

# The columns of the documented basic analysis: what a file without rows has in its first line.
$basicColumns = @(
    'Local Log Time', 'ItemId', 'NormalizedSubject', 'StartTime', 'EndTime', 'CalendarLogTriggerAction', 'ClientInfoString',
    'OriginalLastModifiedTime', 'ClientIntent', 'CleanGlobalObjectId', 'ItemClass', 'ParentDisplay', 'Duration', 'AppointmentRecurring',
    'SentRepresentingEmailAddress', 'SenderEmailAddress', 'SentRepresentingDisplayName'
)

# The analysis of one meeting's entries. It comes as lines of text; a quoted field may go over several of them.
function Get-Analysis {
    param([object[]] $Logs, [string] $MeetingId, [string] $UnreadPath)
    $text = (Invoke-Patiently {
            Get-CalendarDiagnosticAnalysis -CalendarLogs $Logs -DetailLevel Advanced -OutputAs CSV -ErrorAction Stop
        } -PauseMilliseconds $PauseMilliseconds) -join "`r`n"
    $rows = @($text | ConvertFrom-Csv)
    # An unquoted comma would shift the fields of its row: then the id does not stand in the id's column.
    $strangers = @($rows | Where-Object { -not $_.PSObject.Properties['CleanGlobalObjectId'] -or $_.CleanGlobalObjectId -ne $MeetingId })
    if ($rows.Count -ne $Logs.Count -or $strangers.Count -gt 0) {
        New-Item -ItemType Directory -Force -Path (Split-Path -Parent $UnreadPath) | Out-Null
        Add-Content -LiteralPath $UnreadPath -Value $text -Encoding UTF8
        Write-Warning "$($Logs.Count) entries gave $($rows.Count) rows, $($strangers.Count) of them not in their columns: they are in the folder 'unread'."
        return
    }
    foreach ($row in $rows) {
        foreach ($column in $timeColumns) {
            $property = $row.PSObject.Properties[$column]
            if (-not $property) { continue }
            $zone = if ($zones.ContainsKey($column)) { $zones[$column] } else { $zones['Other'] }
            $property.Value = ConvertTo-UtcText $property.Value $zone $Culture
        }
        $row
    }
}

$select = @{ ResultSize = 'Unlimited'; RecipientTypeDetails = 'UserMailbox', 'LinkedMailbox', 'SharedMailbox', 'RoomMailbox', 'EquipmentMailbox' }
if ($MailboxFilter) { $select.Filter = $MailboxFilter }
$mailboxes = @(Invoke-Patiently { Get-Mailbox @select | Sort-Object PrimarySmtpAddress })
$unread = Join-Path (Split-Path -Parent $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Folder)) 'unread'

Export-EveryDay $mailboxes (Get-SettledDay $Days $SettleHours) $Folder {
    param($address, $day, $path)
    $logs = @(Get-Window {
            param($from, $to)
            Get-CalendarDiagnosticLog -Identity $address -StartDate $from -EndDate $to -ResultSize $limit -ErrorAction Stop
        } $day $day.AddDays(1) $limit $PauseMilliseconds | Sort-Object { [string] $_.Identity } -Unique)
    # The analysis takes the entries of a single item.
    $rows = @($logs | Group-Object CleanGlobalObjectId | ForEach-Object {
            Get-Analysis $_.Group $_.Name (Join-Path $unread ((Split-Path -Leaf $path) + '.unread'))
        })
    $columns = if ($rows.Count -gt 0) { @($rows[0].PSObject.Properties.Name) } else { $basicColumns }
    Write-ExportFile $rows $columns $path
}
